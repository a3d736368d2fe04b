// Sends what a script says by one of the clients for Node: load.js CLIENT SCRIPT PORT.
'use strict';
const fs = require('fs');

const [, , name, script, portText] = process.argv;
const host = '127.0.0.1';
const port = Number(portText);

const openers = {
  'hot-shots': (StatsD) => {
    const client = new StatsD({ host, port });
    return {
      time: (metric, value, rate, tags) => client.timing(metric, value, rate, tags),
      count: (metric, value, rate, tags) => client.increment(metric, value, rate, tags),
      gauge: (metric, value, rate, tags) => client.gauge(metric, value, rate, tags),
      step: (metric, value) => client.gaugeDelta(metric, value),
      set: (metric, value, rate, tags) => client.set(metric, value, rate, tags),
      histogram: (metric, value, rate, tags) => client.histogram(metric, value, rate, tags),
      close: () => client.close(),
    };
  },
  'node-statsd': (StatsD) => {
    const client = new StatsD({ host, port });
    let unsent = 0;
    let ended = false;
    const closeIfDone = () => {
      if (ended && unsent === 0) client.close();
    };
    // A sample that is left out by its rate has no callback.
    const send = (method) => (metric, value, rate, tags) => {
      const list = Object.entries(tags).map(([key, tag]) => `${key}:${tag}`);
      if (rate < 1) return client[method](metric, value, rate, list);
      unsent++;
      return client[method](metric, value, rate, list, () => {
        unsent--;
        closeIfDone();
      });
    };
    return {
      time: send('timing'),
      count: send('increment'),
      gauge: send('gauge'),
      set: send('set'),
      histogram: send('histogram'),
      close: () => {
        ended = true;
        closeIfDone();
      },
    };
  },
  'statsd-client': (StatsD) => {
    const client = new StatsD({ host, port });
    return {
      time: (metric, value, rate, tags) => client.timing(metric, value, tags),
      // It has rates only in lines that are written by hand.
      count: (metric, value, rate, tags) =>
        rate < 1 ? client.raw(`${metric}:${value}|c|@${rate}`) : client.counter(metric, value, tags),
      gauge: (metric, value, rate, tags) => client.gauge(metric, value, tags),
      step: (metric, value) => client.gaugeDelta(metric, value),
      set: (metric, value, rate, tags) => client.set(metric, value, tags),
      histogram: (metric, value, rate, tags) => client.histogram(metric, value, tags),
      close: () => client.close(),
    };
  },
};

const client = openers[name](require(name));
for (const line of fs.readFileSync(script, 'utf8').trimEnd().split('\n')) {
  const [op, metric, text, rate, key, tag] = line.split('\t');
  client[op](metric, op === 'set' ? text : Number(text), Number(rate), key ? { [key]: tag } : {});
}
client.close();
