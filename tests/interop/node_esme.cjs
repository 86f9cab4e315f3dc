// npm smpp as an ESME, driven line by line: {"command":"submit_sm","fields":{…},"tlvs":[["1400","3133…"]]} is sent, its response
// comes back as {"response":"submit_sm_resp",…}; what the SMSC sends by itself is answered and told as {"heard":…}.
const readline = require('node:readline');
const smpp = require('smpp');

const [url, ...words] = process.argv.slice(2);
const tell = what => process.stdout.write(JSON.stringify(what) + '\n');
const shown = pdu => {
    const out = {};
    for (const [name, value] of Object.entries(pdu)) {
        if (Buffer.isBuffer(value)) out[name] = {hex: value.toString('hex')};
        else if (value && Buffer.isBuffer(value.message)) out[name] = {hex: value.message.toString('hex')};
        else if (value && value.udh) out[name] = {udh: value.udh.map(each => each.toString('hex')), message: value.message};
        else out[name] = value;
    }
    return out;
};

const session = smpp.connect({url, rejectUnauthorized: !words.includes('any-certificate')}, () => tell({connected: true}));
session.on('error', error => tell({error: String(error.message)}));
session.on('close', () => { tell({closed: true}); process.exit(0); });
session.on('pdu', pdu => {
    if (pdu.isResponse()) return;
    session.send(pdu.response());
    tell({heard: pdu.command, ...shown(pdu)});
});

readline.createInterface({input: process.stdin}).on('line', line => {
    const asked = JSON.parse(line);
    if (asked.command === 'close') return session.close();
    const fields = asked.fields ?? {};
    if (fields.short_message?.udh) {
        fields.short_message.udh = Buffer.from(fields.short_message.udh, 'hex');
        if (fields.short_message.hex) fields.short_message.message = Buffer.from(fields.short_message.hex, 'hex');
    }
    const pdu = new smpp.PDU(asked.command, fields);
    for (const [tag, hex] of asked.tlvs ?? []) {
        // Vendors' tags have no name in its table; this is how a user of it adds one.
        const name = `vendor_${tag}`;
        smpp.addTLV(name, {id: parseInt(tag, 16), type: smpp.types.tlv.buffer});
        pdu[name] = Buffer.from(hex, 'hex');
    }
    session.send(pdu, response => tell({response: response.command, ...shown(response)}));
});
