// What statsd-client can send. It packs by default; closing a client sends what it still holds.
'use strict';
const StatsD = require('statsd-client');

const port = Number(process.argv[2]);

function part(options, send) {
  const client = new StatsD({ host: '127.0.0.1', port, ...options });
  send(client);
  client.close();
}

const shop = { prefix: 'shop.api', tags: { env: 'prod' } };

part(shop, (client) => {
  client.timing('time', 12);
  client.timing('time', 0.25);
  client.timing('time', 3600000, { endpoint: '/orders' });
});
part(shop, (client) => {
  client.increment('hits');
  client.decrement('hits', 2);
  client.counter('hits', 5, { endpoint: '/orders', status: '2xx' });
});
part(shop, (client) => {
  client.gauge('queue', 333.5);
  client.gauge('queue', -3);
  client.gaugeDelta('queue', 4);
  client.gaugeDelta('queue', -10);
});
part(shop, (client) => {
  client.set('users', 'user-42');
  client.set('users', 'fe80::1');
  client.histogram('size', 1024);
  client.distribution('latency', 12.5, { endpoint: '/orders' });
});
part(shop, (client) => {
  client.increment('tags', 1, { odd: 'a|b' });
  client.increment('tags', 1, { odd: 'a,b', env: 'test' });
});
part({}, (client) => client.timing('time', 12));
part({}, (client) => client.raw('raw.hits:1|c|@0.5'));
