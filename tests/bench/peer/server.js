// The bench's conversation (tests/bench/turns.lua) on ussd-menu-builder in its correct form: one menu object per request,
// because a shared one answers concurrent callers with each other's screens, and answers kept through the library's own
// sessions (asynchronous by its interface), in memory only.
'use strict';
const http = require('node:http');
const UssdMenu = require('ussd-menu-builder');

const members = new Map();
const sessions = new Map();
const inMemory = {
    start: id => { if (!sessions.has(id)) sessions.set(id, {}); return Promise.resolve(); },
    get: (id, key) => Promise.resolve(sessions.get(id)[key]),
    set: (id, key, value) => { sessions.get(id)[key] = value; return Promise.resolve(); },
    end: id => { sessions.delete(id); return Promise.resolve(); },
};

function menuForOneRequest() {
    const menu = new UssdMenu();
    menu.sessionConfig(inMemory);
    const ask = (name, text, next, keep) => menu.state(name, {
        run: async () => {
            if (keep) await menu.session.set(keep, menu.val);
            menu.con(text);
        },
        next,
    });
    menu.startState({
        run: () => {
            const member = members.get(menu.args.phoneNumber);
            menu.con(member ? `${member.name}\n1 Find\n9 Help` : '1 Hindi\n2 English\n3 Hindi (Latin)');
        },
        next: {
            '1': () => members.has(menu.args.phoneNumber) ? 'what' : 'consent',
            '2': 'consent',
        },
    });
    ask('consent', 'Free business network. We keep your number, work and PIN.\n1 Agree\n2 No', { '1': 'pin', '2': 'bye' });
    ask('pin', 'Type 6-digit PIN code of your work place\n(not known: 0)', { '*^[1-9][0-9]{5}$': 'role' });
    ask('role', 'What do you do?\n1 Make food\n2 Machines\n3 Supply\n4 Buy\n5 Other\n0 Wrong place', { '*^[1-5]$': 'product' }, 'pin');
    ask('product', 'Main product?\n1 Pickle\n2 Papad\n3 Flour\n4 Spices\n5 Sweets\n8 Type\n9 More', { '*^[1-5]$': 'name' }, 'role');
    ask('name', 'Your business or own name?\n(0 = we call to record it)', { '*.+': 'show' }, 'product');
    ask('show', 'Show you in search?\n1 Yes\n2 No', { '1': 'done', '2': 'done' }, 'name');
    menu.state('done', {
        run: async () => {
            const [pin, role, product, name] = await Promise.all(
                ['pin', 'role', 'product', 'name'].map(key => menu.session.get(key)));
            members.set(menu.args.phoneNumber, { pin, role, product, name, show: menu.val });
            menu.end(`Done. Your ID ${10000 + members.size}. Dial again for menu.`);
        },
    });
    ask('what', 'Find:\n1 Maker\n2 Buyer\n3 Supplier\n4 Machine maker\n5 Repair\n6 Institute', { '*^[1-6]$': 'where' });
    ask('where', 'Where?\n1 Near\n2 District\n3 State\n4 India', { '*^[1-4]$': 'list' }, 'what');
    ask('list', '1 Asha Achar 3 km\n2 Gram Udyog 5 km\n3 Kisan Traders 9 km\n9 More', { '*^[1-3]$': 'card' }, 'where');
    ask('card', 'Asha Achar, Mango pickle\n1 Ask to talk\n0 Back', { '1': 'sent' }, 'row');
    menu.state('sent', { run: () => menu.end('Asked. You hear from us when they say yes.') });
    menu.state('bye', { run: () => menu.end('Thank you.') });
    return menu;
}

const tell = function () { console.log(`ready http://127.0.0.1:${this.address().port}`); };

if (process.argv[2] === 'bare') {
    // Without a web framework: how fast the library can be served at all.
    http.createServer((request, response) => {
        const chunks = [];
        request.on('data', chunk => chunks.push(chunk));
        request.on('end', () => {
            const { sessionId, serviceCode, phoneNumber, text } =
                Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
            menuForOneRequest().run({ sessionId, serviceCode, phoneNumber, text }, answer => {
                response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(answer) });
                response.end(answer);
            });
        });
    }).listen(0, '127.0.0.1', tell);
} else {
    // As the library's manual registers it: an Express handler.
    const express = require('express');
    const app = express();
    app.use(express.urlencoded({ extended: false }));
    app.post('/', (request, response) => {
        const { sessionId, serviceCode, phoneNumber, text } = request.body;
        menuForOneRequest().run({ sessionId, serviceCode, phoneNumber, text }, answer => response.type('text/plain').send(answer));
    });
    app.listen(0, '127.0.0.1', tell);
}
