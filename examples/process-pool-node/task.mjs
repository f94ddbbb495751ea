process.on('message', (name) => {
  console.log(`Process ${name} running on PID: ${process.pid}`);
  process.send(name * name);
});
