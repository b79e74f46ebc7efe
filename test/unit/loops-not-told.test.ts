import assert from 'node:assert/strict';
import { removeFolders } from './source/source-folder.js';
import { toldOfUsers } from './told.js';

/** Each of them was told of a real code base, and wrong there: docs/code-bases.md. */
describe('what looks like a query of a loop to be sent at once, and is none', () => {
  after(removeFolders);

  it('a query of one of several steps, which a loop runs one after the other', async () => {
    const steps = `const steps = [
  { name: 'a', run: async () => { await User.updateOne({ team: 'a' }, { name: '' }); } },
  { name: 'b', run: async () => { await User.updateOne({ team: 'b' }, { name: '' }); } },
];
exports.run = async () => { for (const step of steps) await step.run(); };
exports.all = async () => { for (const team of ['a', 'b', 'c', 'd']) await User.updateOne({ team }, { name: '' }); };`;
    assert.deepEqual(await toldOfUsers(steps), ['query-in-loop a.js:7']);
  });

  it('a query of a loop that goes on by what its pass before found', async () => {
    const code = `exports.free = async () => {
  let name;
  let taken;
  do {
    name = String(Math.random());
    taken = await User.findOne({ team: name }).lean().select('name');
  } while (taken && taken.name);
  return name;
};
exports.below = async (ids) => {
  while (ids.length > 0) {
    const found = await User.find({ team: { $in: ids } }).select('name').lean();
    ids = found.map(({ name }) => name);
  }
};
exports.each = async (cursor, teams) => {
  let doc = await cursor.next();
  while (doc) {
    await User.updateOne({ team: doc.team }, { name: '' });
    doc = await cursor.next();
  }
  let at = 0;
  while (at < teams.length) {
    await User.updateOne({ team: teams[at] }, { name: '' });
    at = at + 1;
  }
};`;
    assert.deepEqual(await toldOfUsers(code), ['query-in-loop a.js:20', 'query-in-loop a.js:25']);
  });

  it('a query after which the function returns', async () => {
    const once = `exports.first = async (teams) => {
  for (const team of teams) {
    if (await team.accepts()) {
      await User.updateOne({ team: team.id }, { name: '' });
      return team;
    }
  }
};
exports.each = async (teams) => {
  for (const team of teams) {
    if (team.isOpen) {
      if (team.isNew) {
        await User.updateOne({ team: team.id }, { name: '' });
        continue;
      }
      return team;
    }
  }
};
exports.mapped = (teams) => Promise.all(teams.map(async (team) => {
  const user = await User.findOne({ team }).select('name').lean();
  return user.name;
}));`;
    assert.deepEqual(await toldOfUsers(once), ['query-in-loop a.js:14', 'query-in-loop a.js:22']);
  });

  it('a query of a loop that asks by what another service gave, or writes what it did', async () => {
    const code = `const mail = require('mail-service');
exports.read = async (addresses) => {
  for (const address of addresses) {
    const account = await mail.accountOf(address);
    await User.findOne({ team: account.team }).lean().select('name');
    await User.findOne({ team: address }).lean().select('name');
  }
};
exports.write = async (users) => {
  for (const user of users) {
    await mail.send(user.email);
    await User.updateOne({ team: user.team }, { name: 'sent' });
  }
  for (const user of users) await User.updateOne({ team: user.team }, { name: 'new' });
};`;
    assert.deepEqual(await toldOfUsers(code), ['query-in-loop a.js:7', 'query-in-loop a.js:15']);
  });

  it('a query of a loop that ends by what it gives', async () => {
    const code = `exports.free = async (name) => {
  for (let at = 0; at < 9; at++) {
    const user = await User.findOne({ team: name + at }).lean().select('name');
    if (!user) return name + at;
  }
};
exports.first = async (teams) => {
  for (const team of teams) {
    const user = await User.findOne({ team }).lean().select('name');
    if (user) return user;
  }
};
exports.all = async (teams) => {
  for (const team of teams) {
    const user = await User.findOne({ team }).lean().select('name');
    if (!user) return false;
  }
  return true;
};`;
    assert.deepEqual(await toldOfUsers(code), ['query-in-loop a.js:16']);
  });

  it('a query of a loop that reads what the same pass or the one before wrote', async () => {
    const code = `exports.number = async (teams) => {
  for (const team of teams) {
    const last = await User.findOne({ team }).sort({ name: -1 }).lean().select('name');
    await User.create({ team, name: last.name + 1 });
  }
};
exports.again = async (teams) => {
  for (const team of teams) {
    await User.updateOne({ team: team.before }, { team: team.after });
    const user = await User.findOne({ team: team.after }).lean().select('name');
  }
};
exports.page = async (team) => {
  let after = '';
  for (const part of team.parts) {
    const page = await User.find({ team: part, name: { $gt: after } }).lean().select('name');
    after = page.at(-1).name;
  }
};
exports.missing = async (teams) => {
  for (const team of teams) {
    const user = await User.findOne({ team }).lean().select('name');
    if (!user) await User.create({ team });
  }
};`;
    assert.deepEqual(
      (await toldOfUsers(code)).filter((one) => one.startsWith('query-in-loop')),
      ['query-in-loop a.js:10', 'query-in-loop a.js:23'],
    );
  });

  it('a query of a loop that asks the same, or another collection, in each pass', async () => {
    const code = `exports.poll = async (jobs) => {
  for (const job of jobs) await User.findOne({ team: 'a' }).lean().select('name');
};
exports.tenants = async (tenants, connect) => {
  for (const tenant of tenants) {
    const { db } = await connect(tenant);
    await db.collection('users').findOne({ team: tenant.team }, { projection: { name: 1 } });
  }
};
exports.each = async (jobs) => {
  for (const job of jobs) await User.findOne({ team: job.team }).lean().select('name');
};`;
    assert.deepEqual(await toldOfUsers(code), ['query-in-loop a.js:12']);
  });

  it('a write of a loop whose answer is used', async () => {
    const code = `exports.changed = async (teams) => {
  let count = 0;
  for (const team of teams) {
    const outcome = await User.updateOne({ team }, { name: '' });
    count += outcome.modifiedCount;
  }
  for (const team of teams) await User.updateOne({ team }, { name: '' });
  return count;
};`;
    assert.deepEqual(await toldOfUsers(code), ['query-in-loop a.js:8']);
  });

  it('a query of a function that does more, which a loop calls', async () => {
    const code = `const remove = async (team) => {
  const user = await User.findOne({ team }).lean().select('name');
  await User.deleteMany({ place: user.name });
};
const nameOf = async (team) => {
  const user = await User.findOne({ team }).lean().select('name');
  return user.name;
};
exports.remove = async (teams) => { for (const team of teams) await remove(team); };
exports.names = (teams) => Promise.all(teams.map((team) => nameOf(team)));
const teams = JSON.parse(process.env.TEAMS);
exports.remove(teams);
exports.names(teams);`;
    assert.deepEqual(
      (await toldOfUsers(code)).filter((one) => one.startsWith('query-in-loop')),
      ['query-in-loop a.js:4', 'query-in-loop a.js:7'],
    );
  });

  it('a write of a loop whose passes wait for something else in a function that they call', async () => {
    const code = `const bus = require('message-bus');
const tell = async (team) => {
  const user = await User.findOne({ team }).lean().select('name');
  await bus.publish(user.name);
};
const tellFirst = (team) => tell(team);
const tellThen = async (team) => { await tellFirst(team); };
const look = async (team) => User.findOne({ team }).lean().select('name');
exports.once = async (teams) => {
  for (const team of teams) {
    await User.updateOne({ team }, { name: '' });
    await tell(team);
  }
};
exports.deeper = async (teams) => {
  for (const team of teams) {
    await User.updateOne({ team }, { name: '' });
    await tellThen(team);
  }
};
exports.only = async (teams) => {
  for (const team of teams) {
    await User.updateOne({ team }, { name: '' });
    await look(team);
  }
};
const rename = async () => {
  const users = User.find({ team: 'x' }).lean().select('name');
  while (await users.hasNext()) {
    const user = await users.next();
    await User.updateOne({ team: user.name }, { name: '' });
  }
};
const main = async () => {
  await bus.publish('begin');
  await rename();
};
main();`;
    const found = (await toldOfUsers(code)).filter((one) => one.startsWith('query-in-loop'));
    assert.deepEqual(
      found.filter((one) => !one.endsWith('a.js:9')),
      ['query-in-loop a.js:24', 'query-in-loop a.js:32'],
    );
  });
});
