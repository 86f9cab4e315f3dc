#!/usr/bin/perl
# Net::SMPP as an SMSC that gives every message the same id, as its own example does. Tells {"ready":PORT}, {"bound":...},
# {"submit":...}; a line {"deliver":{...}} sends a deliver_sm on the newest link.
use strict;
use warnings;
use IO::Select;
use JSON::PP;
use Net::SMPP;

$| = 1;
my $json = JSON::PP->new->canonical->latin1;
sub tell_line { print $json->encode($_[0]), "\n" }

my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, smpp_version => 0x34) or die "no port: $!";
tell_line({ready => $listener->sockport});
my $select = IO::Select->new($listener, \*STDIN);
my @links;

sub answer {
    my ($link, $pdu) = @_;
    my $name = $pdu->explain_cmd;
    my %to = (seq => $pdu->{seq});
    if ($name =~ /^bind_(\w+)$/) {
        my $respond = "${name}_resp";
        $link->$respond(system_id => 'perl', %to);
        return tell_line({bound => $name, system_id => $pdu->{system_id}});
    }
    if ($name eq 'submit_sm') {
        $link->submit_sm_resp(message_id => '123456789', %to);
        return tell_line({submit => $pdu->{seq}, text => unpack('H*', $pdu->{short_message}), data_coding => $pdu->{data_coding},
                          map { $_ => $pdu->{$_} } qw(source_addr destination_addr esm_class registered_delivery)});
    }
    $link->enquire_link_resp(%to) if $name eq 'enquire_link';
    if ($name eq 'unbind') { $link->unbind_resp(%to) }
    tell_line({heard => $name, status => $pdu->{status}});
}

while (1) {
    for my $ready ($select->can_read) {
        if ($ready == $listener) {
            my $link = $listener->accept or next;
            $link->set_version(0x34);
            push @links, $link;
            $select->add($link);
        } elsif ($ready == \*STDIN) {
            my $line = <STDIN>;
            exit 0 if !defined $line;
            my $asked = $json->decode($line);
            my %fields = %{$asked->{deliver}};
            $fields{short_message} = pack('H*', $fields{short_message});
            $links[-1]->deliver_sm(%fields, async => 1);
        } else {
            my $pdu = $ready->read_pdu;
            if ($pdu) { answer($ready, $pdu) }
            else { $select->remove($ready); @links = grep { $_ != $ready } @links; tell_line({closed => JSON::PP::true}) }
        }
    }
}
