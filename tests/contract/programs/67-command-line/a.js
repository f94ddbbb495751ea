console.log("main", process.argv.slice(2), process.execArgv);
