process.once('message', (paint) => {
  paint.color = 'green';
  console.log(`The process painted it and sees: ${paint.color}`);
  process.disconnect(); // Nothing more to hear, so this process may end
});
