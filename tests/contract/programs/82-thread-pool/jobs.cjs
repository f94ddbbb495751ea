const { pbkdf2, randomBytes } = require('crypto');
const { Worker, isMainThread } = require('worker_threads');
const long = (done) => pbkdf2('secret', 'salt', 60_000, 64, 'sha512', done);
const short = (done) => pbkdf2('secret', 'salt', 1, 64, 'sha512', done);
const ended = [];
const end = (name) => () => ended.push(name);
process.on('exit', () => ended.length && console.log(ended.join(' ')));

const programs = {
  race(count) {
    for (let n = 0; n < count; n++) long(end('long'));
    short(() => console.log(ended.length === 0 ? 'short first' : 'short waited'));
  },
  queue() {
    for (const [n, run] of [long, short, long, short].entries()) run(end(n));
    randomBytes(8, end('random'));
  },
  choose() {
    process.env.UV_THREADPOOL_SIZE = 1;
    long(end('long'));
    short(end('short'));
  },
  loop() {
    long(end('long'));
    let turns = 0;
    (function turn() {
      if (ended.length > 0) return console.log(turns > 10 ? 'many turns' : turns);
      turns++;
      setImmediate(turn);
    })();
  },
  exit() {
    long(end('long'));
    setTimeout(() => process.exit(5), 5);
  },
  worker() {
    new Worker(__filename, { argv: ['inside'] }).on('exit', (code) => console.log('exit', code));
  },
  inside() {
    long(() => console.log('never'));
    process.exit(3);
  },
};
programs[isMainThread ? process.argv[2] : 'inside'](Number(process.argv[3]));
