#!/usr/bin/perl
# Answers every request with a greeting; Perl is part of every Debian system.
use strict;
use warnings;
use IO::Socket::INET;
$| = 1;
my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ARGV[0], Listen => 64, ReuseAddr => 1) or die "cannot listen: $!";
print "listening\n";
while (my $client = $server->accept) {
  my $line = <$client>;
  next unless defined $line;
  while (my $header = <$client>) { last if $header =~ /^\r?\n$/ }
  my $body = "$ENV{GREETING} from process $$\n";
  print $client "HTTP/1.1 200 OK\r\ncontent-length: " . length($body) . "\r\nconnection: close\r\n\r\n$body";
  close $client;
}
