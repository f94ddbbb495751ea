const { EventEmitter } = require('node:events');

class Shop extends EventEmitter {
  sell() {
    const details = { shelf: { row: { box: { slot: { label: { text: 'too deep' } } } } } };
    this.emit('error', Object.assign(new Error('sold out'), details));
  }
}
new Shop().sell();
