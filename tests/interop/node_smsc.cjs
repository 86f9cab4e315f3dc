// npm smpp as an SMSC, driven line by line. Tells {"ready":PORT}, each {"bound":…}, {"submit":…}; answers submissions with ids that rise.
// Words: throttle-every=K, delay-ms=N, ids=hex, constant-id=X. Lines: {"deliver":{fields},"tlvs":[["1383","0002"]]} sends a deliver_sm on
// the newest link that listens, {"receipt":{"id":…,"text":…,"from":…,"to":…}} a receipt, {"drop":true} cuts every link.
const readline = require('node:readline');
const smpp = require('smpp');

const words = Object.fromEntries(process.argv.slice(2).map(word => word.split('=')));
const tell = what => process.stdout.write(JSON.stringify(what) + '\n');
const TAGS = {pe_id: 0x1400, template_id: 0x1401, chain: 0x1402};
for (const [name, id] of Object.entries(TAGS)) smpp.addTLV(name, {id, type: smpp.types.tlv.buffer});

const text = pdu => {
    const value = pdu.short_message?.message ?? pdu.short_message ?? '';
    return Buffer.isBuffer(value) ? {hex: value.toString('hex')} : value;
};
const shown = pdu => {
    const out = {text: text(pdu)};
    if (pdu.short_message?.udh) out.udh = pdu.short_message.udh.map(each => each.toString('hex'));
    for (const name of ['source_addr', 'source_addr_ton', 'destination_addr', 'dest_addr_ton', 'dest_addr_npi', 'esm_class', 'data_coding',
        'registered_delivery', 'validity_period', 'user_message_reference', 'sequence_number', 'ussd_service_op'])
        if (pdu[name] !== undefined) out[name] = pdu[name];
    for (const name of [...Object.keys(TAGS), 'its_session_info', 'message_payload', 'sar_msg_ref_num'])
        if (pdu[name] !== undefined) out[name] = Buffer.isBuffer(pdu[name]) ? pdu[name].toString('latin1') : pdu[name]?.message ?? pdu[name];
    return out;
};

const links = [];
let submissions = 0;
const answer = (session, pdu) => {
    ++submissions;
    const throttled = words['throttle-every'] && submissions % Number(words['throttle-every']) === 0;
    const id = words['constant-id'] ?? (words.ids === 'hex' ? (submissions + 0xA000).toString(16) : String(submissions));
    const response = throttled ? {command_status: smpp.ESME_RTHROTTLED} : {message_id: id};
    const send = () => session.send(pdu.response(response));
    words['delay-ms'] ? setTimeout(send, Number(words['delay-ms'])) : send();
    tell({submit: pdu.sequence_number, id: throttled ? null : id, ...shown(pdu)});
};

const server = smpp.createServer(session => {
    const link = {session, listens: false};
    links.push(link);
    session.on('error', () => {});
    session.on('close', () => { links.splice(links.indexOf(link), 1); tell({closed: true}); });
    session.on('pdu', pdu => {
        if (pdu.command.startsWith('bind_') && !pdu.isResponse()) {
            const right = pdu.system_id === (words.system_id ?? 'haatline') && pdu.password === 'secret12';
            session.send(pdu.response(right ? {system_id: 'node'} : {command_status: smpp.ESME_RINVPASWD}));
            link.listens = right && pdu.command !== 'bind_transmitter';
            tell({bound: pdu.command, right, version: pdu.interface_version});
        } else if (pdu.command === 'submit_sm') {
            answer(session, pdu);
        } else if (pdu.command === 'enquire_link' || pdu.command === 'unbind') {
            session.send(pdu.response());
            tell({asked: pdu.command});
        } else if (pdu.isResponse()) {
            tell({response: pdu.command, command_status: pdu.command_status});
        }
    });
});
server.listen(0, '127.0.0.1', () => tell({ready: server.address().port}));

readline.createInterface({input: process.stdin}).on('line', line => {
    const asked = JSON.parse(line);
    if (asked.drop) return links.slice().forEach(link => link.session.destroy());
    const link = links.findLast(each => each.listens);
    if (!link) return tell({error: 'nobody listens'});
    if (asked.receipt) {
        const {id, text: words_of_it, from, to} = asked.receipt;
        return link.session.deliver_sm({source_addr: from, destination_addr: to, esm_class: 4, data_coding: 0, short_message: words_of_it,
            ...(id ? {receipted_message_id: id, message_state: 2} : {})});
    }
    const pdu = new smpp.PDU('deliver_sm', asked.deliver);
    for (const [tag, hex] of asked.tlvs ?? []) {
        smpp.addTLV(`vendor_${tag}`, {id: parseInt(tag, 16), type: smpp.types.tlv.buffer});
        pdu[`vendor_${tag}`] = Buffer.from(hex, 'hex');
    }
    link.session.send(pdu);
});
