const { Worker, isMainThread } = require("worker_threads");
if (isMainThread) new Worker(__filename, { argv: ["w"] });
else console.log("worker", process.argv.slice(2), process.execArgv);
