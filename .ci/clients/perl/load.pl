# Sends what a script says by Net::Statsd: load.pl SCRIPT PORT. It has no tags: the script has them in the names.
use strict;
use warnings;
use Net::Statsd;

my ($script, $port) = @ARGV;
$Net::Statsd::HOST = '127.0.0.1';
$Net::Statsd::PORT = $port;

open(my $lines, '<', $script) or die "$script: $!";
while (my $line = <$lines>) {
  chomp $line;
  my ($op, $metric, $value, $rate) = split /\t/, $line, -1;
  if ($op eq 'time') {
    Net::Statsd::timing($metric, $value, $rate);
  } elsif ($op eq 'count') {
    Net::Statsd::update_stats($metric, $value, $rate);
  } elsif ($op eq 'gauge') {
    Net::Statsd::gauge($metric, $value);
  } else {
    die "no such operation: $op";
  }
}
