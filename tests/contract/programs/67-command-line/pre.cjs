console.log("required", require("worker_threads").isMainThread);
