import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { startOldMongod } from '../../scripts/mongod.js';
import { connect } from '../../src/server/connect.js';
import { listDatabases } from '../../src/server/databases.js';
import { ensureIndexes } from '../../src/server/ensure.js';
import { readDatabase } from '../../src/server/read.js';
import { index, plan } from './ensure-plans.js';
import { address, connected, emptyDatabase, uriFor } from './test-server.js';
import { rejectsWith } from './user-errors.js';

const file = (name: string) => readFileSync(new URL(`tls/${name}.pem`, import.meta.url));

/** Listens on a free port while `work` runs. */
async function listening<T>(server: Server, work: (port: number) => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listen = server.address();
  assert.ok(listen !== null && typeof listen === 'object');
  try {
    return await work(listen.port);
  } finally {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  }
}

describe('connecting', () => {
  it('tells address, version, topology and the default database', async () => {
    const connection = await connect(uriFor('reader'));
    try {
      assert.equal(connection.address, address());
      assert.match(connection.server.version, /^\d+\.\d+\.\d+/);
      assert.equal(connection.server.topology, 'replicaSet');
      assert.equal(connection.defaultDatabase, 'app');
    } finally {
      await connection.close();
      await connection.close();
    }
  });

  it('lists the databases a user may see, without the server’s own', async () => {
    await (await emptyDatabase('app')).createCollection('a');
    await (await emptyDatabase('other')).createCollection('a');
    assert.deepEqual(await listDatabases(await connected('reader')), ['app']);
    const all = await listDatabases(await connected());
    assert.ok(all.includes('app') && all.includes('other') && !all.includes('admin'), all.join());
  });

  it('a wrong password', async () => {
    const wrong = connect(uriFor('reader', 'wr0ng-one'));
    await rejectsWith('authentication', wrong, /did not accept the user name or the password/, ['wr0ng-one']);
  });

  it('a user the server does not know', async () => {
    const uri = `mongodb://ghost:hunter22@${address()}/?authSource=admin`;
    await rejectsWith('authentication', connect(uri), new RegExp(address()), ['hunter22', 'ghost']);
  });

  it('no user where one is required', async () => {
    await rejectsWith('authentication', connect(`mongodb://${address()}/`), /requires a user name/);
  });

  it('a user without any role connects', async () => {
    await (await connect(uriFor('nobody'))).close();
  });

  it('a mechanism the server does not offer', async () => {
    const uri = `mongodb://reader:pw-reader@${address()}/?authMechanism=PLAIN`;
    await rejectsWith('authentication', connect(uri), /mechanism/, ['pw-reader']);
  });

  it('optional modules of the driver', async () => {
    const kerberos = `mongodb://me:quux77@${address()}/?authMechanism=GSSAPI`;
    await rejectsWith('authentication', connect(kerberos), /optional module kerberos/, ['quux77']);
  });

  it('AWS without the SDK, or without credentials', async () => {
    const aws = connect(`mongodb://${address()}/?authMechanism=MONGODB-AWS`);
    const lacks = /optional module @aws-sdk\/credential-providers|No AWS credentials were found/;
    await rejectsWith('authentication', aws, lacks);
  });

  it('a server that is down', async () => {
    const down = connect('mongodb://me:quux77@127.0.0.1:1/', { timeoutMs: 500 });
    await rejectsWith('unreachable', down, /127\.0\.0\.1:1: the connection was refused/, ['quux77']);
  });

  it('a host nobody knows, plain and as SRV', async () => {
    const plain = connect('mongodb://me:quux77@no-such-host.invalid/', { timeoutMs: 500 });
    await rejectsWith('unreachable', plain, /No host is known as no-such-host\.invalid/, ['quux77']);
    const srv = connect('mongodb+srv://me:quux77@no-such-host.invalid/', { timeoutMs: 500 });
    await rejectsWith('unreachable', srv, /No servers are announced for no-such-host\.invalid/, ['quux77']);
  });

  it('a server that never answers', async () => {
    await listening(createServer(), async (port) => {
      const silent = connect(`mongodb://me:quux77@127.0.0.1:${port}/`, { timeoutMs: 500 });
      await rejectsWith('unreachable', silent, /did not answer in time/, ['quux77']);
    });
  });

  it('a server that hangs up', async () => {
    const hangUp = createServer((socket) => {
      socket.destroy();
    });
    await listening(hangUp, async (port) => {
      const closed = connect(`mongodb://127.0.0.1:${port}/`, { timeoutMs: 500 });
      await rejectsWith('unreachable', closed, /closed the connection at once/);
    });
  });

  it('TLS towards a server without it', async () => {
    const tls = connect(`${uriFor('reader')}&tls=true`, { timeoutMs: 500 });
    const error = await rejectsWith('unreachable', tls, /TLS/, ['pw-reader']);
    assert.match(error.next, /remove tls=true/);
  });

  it('a certificate that nobody vouches for', async () => {
    const tls = createTlsServer({ key: file('key'), cert: file('certificate') });
    await listening(tls, async (port) => {
      const connecting = connect(`mongodb://me:quux77@127.0.0.1:${port}/?tls=true`, { timeoutMs: 500 });
      await rejectsWith('unreachable', connecting, /certificate of .* could not be verified/, ['quux77']);
    });
  });

  it('TLS with a certificate that the string vouches for: reads and ensures', async () => {
    const tls = createTlsServer({ key: file('key'), cert: file('certificate') }, (near) => {
      const far = connectSocket(Number(address().split(':')[1]), '127.0.0.1');
      far.on('error', () => near.destroy());
      near.on('error', () => far.destroy());
      near.pipe(far).pipe(near);
    });
    await listening(tls, async (port) => {
      await (await emptyDatabase('app')).collection('a').insertOne({ x: 1 });
      const ca = encodeURIComponent(fileURLToPath(new URL('tls/certificate.pem', import.meta.url)));
      const uri = `${uriFor('writer').replace(address(), `127.0.0.1:${port}`)}&directConnection=true&tls=true`;
      const connection = await connect(`${uri}&tlsCAFile=${ca}&tlsAllowInvalidHostnames=true`);
      try {
        const outcome = await ensureIndexes(connection, plan({ a: [index('x:1')] }));
        assert.deepEqual([outcome.created.length, outcome.failed], [1, []]);
        const live = await readDatabase(connection, 'app');
        assert.deepEqual(
          live.collections[0]?.indexes.map(({ name }) => name),
          ['_id_', 'x_1'],
        );
      } finally {
        await connection.close();
      }
    });
  });

  it('a certificate file that is not there', async () => {
    const tls = connect(`${uriFor('reader')}&tls=true&tlsCAFile=/no/such/ca.pem`);
    await rejectsWith('bad-uri', tls, /certificate file/, ['pw-reader']);
  });

  it('the wrong name of a replica set', async () => {
    const other = connect(`${uriFor('reader')}&replicaSet=other`, { timeoutMs: 500 });
    await rejectsWith('unreachable', other, /replica set/, ['pw-reader']);
  });

  it('a server that is too old', async function () {
    this.timeout(60_000);
    const old = await startOldMongod();
    try {
      const connecting = connect(old.uri, { timeoutMs: 1_000 });
      await rejectsWith(
        'server-too-old',
        connecting,
        /runs MongoDB 4\.0, and Index Lens needs 4\.4 or later/,
      );
    } finally {
      await old.stop();
    }
  });

  it('cancels at once', async () => {
    await listening(createServer(), async (port) => {
      const start = Date.now();
      const connecting = connect(`mongodb://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(100) });
      await rejectsWith('cancelled', connecting, /127\.0\.0\.1/);
      assert.ok(Date.now() - start < 1_500, `${Date.now() - start} ms`);
      await rejectsWith('cancelled', connect(uriFor('reader'), { signal: AbortSignal.abort() }), /cancelled/);
    });
  });

  const malformed: [uri: string, message: RegExp][] = [
    ['', /starts with mongodb:\/\//],
    ['localhost:27017', /starts with mongodb:\/\//],
    ['http://me:S3cretWord@h/', /starts with mongodb:\/\//],
    ['mongodb://', /not valid/],
    ['mongodb://me:S3cret@Word@h/', /percent-encoded/],
    ['mongodb://me:S3cretWord:more@h/', /percent-encoded/],
    ['mongodb://me:S3cretWord/x@h/', /./],
    ['mongodb://me:S3cretWord%zz@h/', /percent-encoded/],
    ['mongodb://S3cret@Word:x@h/', /percent-encoded/],
    ['mongodb://me:S3cretWord@h:99999/', /not valid/],
    ['mongodb://me:S3cretWord@h/?nosuch=1', /option nosuch is not supported/],
    ['mongodb://me:S3cretWord@h/?tls=maybe', /tls.* must be either "true" or "false"/],
    ['mongodb://h/?proxyHost=x&proxyPassword=S3cretWord', /proxy/],
    ['mongodb+srv://me:S3cretWord@a.example,b.example/', /srv/i],
    ['mongodb://me:S3cretWord', /not valid/],
  ];
  for (const [uri, message] of malformed) {
    it(`the malformed string ${uri.replaceAll(/S3cret@?Word/g, '…') || '(empty)'}`, async () => {
      await rejectsWith('bad-uri', connect(uri, { timeoutMs: 300 }), message, ['S3cretWord', 'S3cret']);
    });
  }

  it('a closed connection says so', async () => {
    const connection = await connect(uriFor('reader'));
    await connection.close();
    await rejectsWith('connection-lost', listDatabases(connection), /is closed/, ['pw-reader']);
  });
});
