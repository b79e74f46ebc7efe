import assert from 'node:assert/strict';
import fc from 'fast-check';
import { databaseOfUri, hostsOfUri, isFreeOfSecrets, redactUri } from '../../src/server/redact.js';

const marker = 'S3cretWord';
const specials = fc.stringMatching(/^[-a-z0-9:/?#[\]@%&=,. ]{0,6}$/);

describe('redacting connection strings', () => {
  const cases: [uri: string, shown: string, database: string | null][] = [
    ['mongodb://localhost', 'mongodb://localhost', null],
    ['mongodb://u:p@a:27017,b:27018/shop', 'mongodb://<credentials>@a:27017,b:27018/shop', 'shop'],
    ['mongodb+srv://u:p@c.example.net/', 'mongodb+srv://<credentials>@c.example.net', null],
    ['mongodb://h/my%20shop?w=1', 'mongodb://h/my%20shop?w=1', 'my shop'],
    ['mongodb://h?replicaSet=rs0', 'mongodb://h/?replicaSet=rs0', null],
    ['mongodb://u:p@[::1]:27017/d', 'mongodb://<credentials>@[::1]:27017/d', 'd'],
    ['mongodb://%2Ftmp%2Fmongodb.sock/d', 'mongodb://%2Ftmp%2Fmongodb.sock/d', 'd'],
    // Azure Cosmos DB: an @ in the options.
    ['mongodb://u:p@h:10255/d?appName=@u@', 'mongodb://<credentials>@h:10255/d?appName=@u@', 'd'],
    [
      'mongodb://h/d?tls=true&tlsCertificateKeyFilePassword=x&authMechanismProperties=AWS_SESSION_TOKEN:y',
      'mongodb://h/d?tls=true&tlsCertificateKeyFilePassword=<redacted>&authMechanismProperties=<redacted>',
      'd',
    ],
    ['mongodb://u:p/w@h/d', 'mongodb://<credentials>@h/d', 'd'],
    ['mongodb://u:p@ss/word@h/d', 'mongodb://<credentials>@h/d', 'd'],
    ['mongodb://u:secret', 'mongodb://<credentials>@', null],
    ['u:secret@h', '<redacted>', null],
    ['', '<redacted>', null],
    ['mongodb://h/%zz', 'mongodb://h/%zz', null],
    ['postgres://u:p@h/d', 'postgres://<credentials>@h/d', null],
  ];
  for (const [uri, shown, database] of cases) {
    it(`shows ${uri || 'an empty string'} as ${shown}`, () => {
      assert.equal(redactUri(uri), shown);
      assert.equal(databaseOfUri(uri), database);
    });
  }

  it('shows no password, however malformed the string', () => {
    fc.assert(
      fc.property(specials, specials, fc.constantFrom('', '/', '/d', '/d?w=1'), (before, after, rest) => {
        const uri = `mongodb://user:${before}${marker}${after}@host.example:27017${rest}`;
        for (const shown of [redactUri(uri), hostsOfUri(uri), databaseOfUri(uri) ?? '']) {
          assert.ok(!shown.includes(marker), `${uri} -> ${shown}`);
        }
        assert.ok(!isFreeOfSecrets(`got ${before}${marker}${after}`, uri), uri);
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });

  it('knows a secret in its decoded form', () => {
    assert.ok(!isFreeOfSecrets('wrong: p@ss', 'mongodb://u:p%40ss@h'));
    assert.ok(!isFreeOfSecrets('got: tok', 'mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:tok'));
    assert.ok(isFreeOfSecrets('option foo is not supported', 'mongodb://zed:quux@h/?foo=1'));
  });
});
