// What node-statsd can send.
'use strict';
const StatsD = require('node-statsd');

const port = Number(process.argv[2]);
const TOSSES = 64; // enough of the client's coin for one to fall the right way

const client = new StatsD({ host: '127.0.0.1', port, prefix: 'shop.api.', global_tags: ['env:prod'] });
const bare = new StatsD('127.0.0.1', port);

let unsent = 0;
const sent = () => {
  if (--unsent === 0) {
    client.close();
    bare.close();
  }
};
const send = (from, method, ...args) => {
  unsent++;
  from[method](...args, sent);
};

send(client, 'timing', 'time', 12);
send(client, 'timing', 'time', 0.25);
send(client, 'timing', 'time', 3600000, ['endpoint:/orders']);
send(client, 'increment', 'hits', 1);
send(client, 'decrement', 'hits', 1);
send(client, 'increment', 'hits', 5, ['endpoint:/orders', 'status:2xx']);
send(client, 'gauge', 'queue', 333.5);
send(client, 'gauge', 'queue', -3);
send(client, 'gauge', 'queue', '+4');
send(client, 'set', 'users', 'user-42');
send(client, 'unique', 'users', 42);
send(client, 'histogram', 'size', 1024);
send(client, 'increment', 'tags', 1, ['bare', 'url:http://x:80/?q=1']);
send(client, 'increment', 'tags', 1, ['odd:a|b']);
send(client, 'increment', 'tags', 1, ['odd:a,b']);
send(bare, 'timing', 'time', 12);
send(bare, 'increment', 'hits', 1e21);
send(bare, 'timing', 'time', undefined);
send(bare, 'gauge', 'queue', NaN);
for (let i = 0; i < TOSSES; i++) {
  // One that is not sent has no callback.
  bare.increment('sampled.hits', 5, 0.5);
  client.timing('sampled.time', 12, 0.5, ['endpoint:/orders']);
}
