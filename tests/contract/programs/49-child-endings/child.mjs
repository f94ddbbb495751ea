const [what] = process.argv.slice(2);
if (what === 'exit') process.exit(3);
if (what === 'throw') throw new Error('of the child');
