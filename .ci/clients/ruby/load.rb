# Sends what a script says by statsd-ruby: load.rb SCRIPT PORT. It has no tags: the script has them in the names.
require 'statsd'

client = Statsd.new('127.0.0.1', ARGV[1].to_i)
File.foreach(ARGV[0], chomp: true, encoding: 'UTF-8') do |line|
  op, metric, text, rate = line.split("\t", -1)
  value = op == 'set' ? text : text.include?('.') ? text.to_f : text.to_i
  case op
  when 'time' then client.timing(metric, value, rate.to_f)
  when 'count' then client.count(metric, value, rate.to_f)
  when 'gauge' then client.gauge(metric, value)
  when 'set' then client.set(metric, value)
  else raise "no such operation: #{op}"
  end
end
