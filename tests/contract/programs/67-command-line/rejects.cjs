if (process.argv[2]) process.on("unhandledRejection", (reason) => console.log("heard", reason.message));
Promise.reject(new Error("rejected"));
setTimeout(() => console.log("goes on"), 20);
