// A backend for statsd: after each flush, writes the number of timer samples since the start.
const fs = require('fs');

exports.init = function (startupTime, config, events) {
  let samples = 0;
  events.on('flush', function (timestamp, metrics) {
    for (const name in metrics.timers) samples += metrics.timers[name].length;
    fs.writeFileSync(config.countFile, samples + '\n');
  });
  return true;
};
