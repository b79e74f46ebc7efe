/**
 * Fills a database with PetBuddy's data: the same documents on every run, whatever the machine.
 * It creates no indexes; that is what `npm run ensure-indexes` is for.
 */
const { parseArgs } = require('node:util');
const mongoose = require('mongoose');
const Appointment = require('../models/Appointment');
const CompanyIntegration = require('../models/CompanyIntegration');
const Contact = require('../models/Contact');
const Message = require('../models/Message');
const words = require('./words');

const defaults = { companies: 500, contacts: 100_000, messages: 200_000, appointments: 50_000 };
const batchSize = 5_000;
const minute = 60_000;
const day = 24 * 60 * minute;
const today = Date.UTC(2025, 0, 4);

/** mulberry32: a small generator with a known seed. Gives numbers from 0 to 1. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function below(random, count) {
  return Math.floor(random() * count);
}

function pick(random, list) {
  return list[below(random, list.length)];
}

const kinds = { company: 1, location: 2, staff: 3, contact: 4, message: 5, appointment: 6, integration: 7 };

/** The id of the n-th document of a kind. */
function id(kind, number) {
  const hex = `67789a00${kinds[kind].toString(16).padStart(4, '0')}${number.toString(16).padStart(12, '0')}`;
  return new mongoose.mongo.ObjectId(hex);
}

function integration(number) {
  const random = seeded(1_000_003 + number);
  return {
    _id: id('integration', number),
    companyId: id('company', number),
    companyName: `${pick(random, words.firstNames)}'s ${pick(random, words.businesses)}`,
    facebookChatId: String(100_000_000_000_000 + number * 7_919),
    ...(random() < 0.6 ? { instagramChatId: String(17_841_400_000_000_000 + number * 6_007) } : {}),
  };
}

function contact(number, sizes) {
  const random = seeded(2_000_003 + number);
  const first = pick(random, words.firstNames);
  const last = pick(random, words.lastNames);
  const createdAt = new Date(today - below(random, 720 * day));
  const social = {};
  // Seven of ten write on Facebook, the newest among them.
  if (number % 10 > 2) social.facebookId = String(2_000_000_000_000_000 + number * 104_729);
  if (random() < 0.4) social.instagramId = String(3_000_000_000_000_000 + number * 104_723);
  if (random() < 0.3) social.whatsapp = `+36${String(200_000_000 + number)}`;
  return {
    _id: id('contact', number),
    companyId: id('company', number % sizes.companies),
    fullName: `${first} ${last}`,
    phone: `+36${String(300_000_000 + number)}`,
    email: `${first}.${last}.${number}@example.com`.toLowerCase(),
    social,
    contactStatus: pick(random, ['lead', 'active', 'active', 'active', 'dormant', 'blocked']),
    lastMessageAt: new Date(createdAt.getTime() + below(random, today - createdAt.getTime())),
    createdAt,
    updatedAt: createdAt,
  };
}

function message(number, sizes) {
  const random = seeded(3_000_017 + number);
  // A few contacts talk a lot, most a little.
  const writer = Math.floor(random() ** 3 * sizes.contacts);
  return {
    _id: id('message', number),
    contact_id: id('contact', writer),
    company_id: id('company', writer % sizes.companies),
    platform: pick(random, ['facebook', 'facebook', 'instagram', 'whatsapp']),
    role: random() < 0.5 ? 'user' : 'assistant',
    content: `${pick(random, words.openings)} ${pick(random, words.pets)} ${pick(random, words.requests)}`,
    created_at: new Date(today - below(random, 365 * day)),
  };
}

function appointment(number, sizes) {
  const random = seeded(4_000_037 + number);
  const customer = below(random, sizes.contacts);
  const company = customer % sizes.companies;
  const location = company * 2 + below(random, 2);
  const start = today + (below(random, 360) - 300) * day + (8 * 60 + below(random, 40) * 15) * minute;
  const past = start < today;
  return {
    _id: id('appointment', number),
    companyId: id('company', company),
    locationId: id('location', location),
    staffId: id('staff', location * 4 + below(random, 4)),
    customerId: id('contact', customer),
    service: pick(random, words.services),
    start: new Date(start),
    end: new Date(start + (30 + below(random, 4) * 15) * minute),
    status: pick(
      random,
      past ? ['completed', 'completed', 'cancelled', 'no_show'] : ['scheduled', 'checked_in'],
    ),
    ...(random() < 0.5 ? { googleCalendarEventId: `gcal${String(number).padStart(10, '0')}` } : {}),
    createdAt: new Date(start - 7 * day),
    updatedAt: new Date(start - 7 * day),
  };
}

/** One batch after the other, so that the documents lie in the order of their numbers. */
async function fill(model, make, count, sizes) {
  for (let from = 0; from < count; from += batchSize) {
    const batch = [];
    for (let number = from; number < Math.min(from + batchSize, count); number++) {
      batch.push(make(number, sizes));
    }
    await model.collection.insertMany(batch, { ordered: false });
  }
}

/** Fills the database of `uri`. `sizes` as in `defaults`; `drop` empties the four collections first. */
async function generate(uri, { drop = false, ...given } = {}) {
  const sizes = { ...defaults, ...given };
  const parts = [
    [CompanyIntegration, integration, sizes.companies],
    [Contact, contact, sizes.contacts],
    [Message, message, sizes.messages],
    [Appointment, appointment, sizes.appointments],
  ];
  await mongoose.connect(uri, { autoIndex: false, autoCreate: false });
  try {
    for (const [model] of parts) {
      if (drop) await model.collection.drop();
      else if ((await model.collection.findOne()) !== null) {
        throw new Error(`The collection ${model.collection.name} is not empty. Give --drop to start over.`);
      }
    }
    for (const [model, make, count] of parts) await fill(model, make, count, sizes);
  } finally {
    await mongoose.disconnect();
  }
  return sizes;
}

async function main() {
  const number = { type: 'string' };
  const { values } = parseArgs({
    options: {
      uri: { type: 'string' },
      drop: { type: 'boolean', default: false },
      companies: number,
      contacts: number,
      messages: number,
      appointments: number,
    },
  });
  const { uri, drop, ...texts } = values;
  const sizes = {};
  for (const [name, text] of Object.entries(texts)) {
    sizes[name] = Number(text);
    if (!Number.isInteger(sizes[name]) || sizes[name] < 1)
      throw new Error(`--${name} wants a number above 0.`);
  }
  const started = Date.now();
  const made = await generate(
    uri ?? process.env.INDEX_LENS_URI ?? process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:27017/petbuddy',
    { drop, ...sizes },
  );
  const counts = Object.entries(made).map(([name, count]) => `${count.toLocaleString('en')} ${name}`);
  console.log(`${counts.join(', ')} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

if (require.main === module) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}

module.exports = { generate, defaults };
