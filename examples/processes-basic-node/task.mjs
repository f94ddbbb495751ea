const name = process.argv[2];

console.log(`Process ${name} running on PID: ${process.pid}`);
