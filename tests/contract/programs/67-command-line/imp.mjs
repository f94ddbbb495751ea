console.log("imported");
