// What hot-shots can send: to StatsD and DogStatsD, to Telegraf, packed, aggregated, and of itself.
'use strict';
const StatsD = require('hot-shots');

const port = Number(process.argv[2]);
const TOSSES = 64; // enough of the client's coin for one to fall the right way
const TIME_EPOCH_SECONDS = 1656581400;

const open = (options) => new StatsD({ host: '127.0.0.1', port, ...options });
const close = (client) => new Promise((resolve) => client.close(resolve));

async function samples() {
  const client = open({ prefix: 'shop.api.', globalTags: { env: 'prod' } });
  client.timing('time', 12);
  client.timing('time', 0.25);
  client.timing('time', 0.1 + 0.2);
  client.timing('time', 1e-7);
  client.timing('time', 3600000, { endpoint: '/orders' });
  client.increment('hits');
  client.decrement('hits');
  client.increment('hits', 5, { endpoint: '/orders', status: '2xx' });
  client.increment('hits', 1e21);
  client.gauge('queue', 333);
  client.gauge('queue', 0.25);
  client.gauge('queue', -3);
  client.gaugeDelta('queue', 4);
  client.gaugeDelta('queue', -10);
  client.set('users', 'user-42');
  client.set('users', 'fe80::1');
  client.histogram('size', 1024);
  client.histogram('size', -0.5);
  client.distribution('latency', 12.5, ['bare', 'endpoint:/orders']);
  for (let i = 0; i < TOSSES; i++) {
    client.increment('sampled.hits', 5, 0.5);
    client.timing('sampled.time', 12, 0.5, { endpoint: '/orders' });
  }
  for (const odd of ['http://x:80/?q=1', 'a|b', 'a,b', 'a#b @c', 'a=b;c [d]', 'größe', '']) {
    client.increment('tags', 1, { odd });
  }
  await close(client);
}

async function bare() {
  const client = open();
  client.timing('time', 12);
  client.timing('odd:name|a', 12);
  client.increment(['several.a', 'several.b'], 1);
  client.gauge('queue', NaN);
  await close(client);
}

async function eventsAndChecks() {
  const client = open();
  client.event('deployed', 'version 1.2', { date_happened: TIME_EPOCH_SECONDS, alert_type: 'warning' }, [
    'service:shop',
  ]);
  client.check('shop.up', client.CHECKS.CRITICAL, { hostname: 'web-1', message: 'no answer' }, [
    'service:shop',
  ]);
  await close(client);
}

async function datadog() {
  const client = open({
    datadog: true,
    includeDatadogTelemetry: false,
    containerID: '0123abcd',
    externalData: 'it-false,cn-shop',
    cardinality: 'low',
  });
  client.timing('origin.time', 12, { endpoint: '/orders' });
  client.increment('origin.hits');
  await close(client);
}

async function telegraf() {
  const client = open({ telegraf: true, globalTags: { env: 'prod' } });
  client.timing('telegraf.time', 12.5, { endpoint: '/orders' });
  client.increment('telegraf.hits');
  client.increment('telegraf.hits', 1, { odd: 'a|b:c,d=e' });
  await close(client);
}

async function packed() {
  const client = open({ maxBufferSize: 1000, bufferFlushInterval: 60000 });
  client.timing('packed.time', 12, { endpoint: '/orders' });
  client.increment('packed.hits');
  client.gauge('packed.queue', 333);
  await close(client);
}

async function aggregated() {
  const client = open({ aggregation: { flushInterval: 60000 } });
  client.increment('aggregated.hits', 5, { endpoint: '/orders' });
  client.increment('aggregated.hits', 7, { endpoint: '/orders' });
  client.set('aggregated.users', 'user-42');
  client.set('aggregated.users', 'user-43');
  await close(client);
}

async function telemetry() {
  const client = open({ includeDatadogTelemetry: true });
  client.increment('telemetry.hits');
  await close(client);
}

(async () => {
  for (const part of [samples, bare, eventsAndChecks, datadog, telegraf, packed, aggregated, telemetry]) {
    await part();
  }
})();
