#!/usr/bin/perl
# Net::SMPP as an ESME, driven line by line: {"command":"submit_sm","fields":{...}} is sent, its response comes back as
# {"response":"submit_sm",...}; what comes meanwhile is answered and told as {"heard":...}.
use strict;
use warnings;
use JSON::PP;
use Net::SMPP;

my ($port, $kind, $system_id, $password, $version) = @ARGV;
$| = 1;
my $json = JSON::PP->new->canonical->latin1;
sub tell_line { print $json->encode($_[0]), "\n" }
sub shown {
    my ($pdu) = @_;
    my %out = map { $_ => $pdu->{$_} } grep { !ref $pdu->{$_} && !/^(data|short_message|message_payload)$/ } keys %$pdu;
    for (qw(short_message message_payload)) { $out{$_} = unpack('H*', $pdu->{$_}) if defined $pdu->{$_} }
    return %out;
}

my $new = "new_$kind";
my ($smpp, $bound) = Net::SMPP->$new('127.0.0.1', port => $port, system_id => $system_id, password => $password,
    smpp_version => 0x34, interface_version => oct($version // '0x34'), system_type => '', timeout => 30);
if (!$smpp) { tell_line({closed => JSON::PP::true}); exit 1 }
tell_line({response => "bind_$kind", $bound ? shown($bound) : (status => -1)});

sub heard {
    my ($pdu) = @_;
    my $name = $pdu->explain_cmd;
    $smpp->deliver_sm_resp(message_id => '', seq => $pdu->{seq}) if $name eq 'deliver_sm';
    $smpp->enquire_link_resp(seq => $pdu->{seq}) if $name eq 'enquire_link';
    $smpp->unbind_resp(seq => $pdu->{seq}) if $name eq 'unbind';
    tell_line({heard => $name, shown($pdu)});
}

while (my $line = <STDIN>) {
    my $asked = $json->decode($line);
    my ($command, $fields) = ($asked->{command}, $asked->{fields} // {});
    my $waits_for;
    if ($command ne 'hear') {
        if ($command eq 'submit_multi') {
            # Its destinations are a list of structures of its own.
            $fields->{destination_addr} = [map { {dest_flag => 1, dest_addr_ton => 1, dest_addr_npi => 1, destination_addr => $_} }
                                           @{$fields->{destination_addr}}];
        }
        $fields->{$_} = pack('H*', $fields->{$_}) for grep { exists $fields->{$_} } qw(short_message message_payload);
        # Its table has no names for most vendors' tags, and writes what is given by number as a number.
        for (grep { /^vendor_([0-9a-f]{4})$/ } keys %$fields) {
            $Net::SMPP::param_by_name{$_} = hex(substr($_, 7));
            $fields->{$_} = pack('H*', $fields->{$_});
        }
        $waits_for = $smpp->$command(%$fields, async => 1);
    }
    while (1) {
        my $pdu = $smpp->read_pdu;
        if (!$pdu) { tell_line({closed => JSON::PP::true}); exit 0 }
        if ($pdu->{cmd} & 0x80000000) {
            my $name = $pdu->explain_cmd;
            tell_line({response => $name, shown($pdu)});
            last if defined $waits_for && $pdu->{seq} == $waits_for;
        } else {
            heard($pdu);
            last if !defined $waits_for;
        }
    }
}
