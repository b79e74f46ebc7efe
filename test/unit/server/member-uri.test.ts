import assert from 'node:assert/strict';
import { memberUri } from '../../../src/server/member-uri.js';

describe('the connection string of one member', () => {
  const cases: [title: string, uri: string, authSource: string | undefined, member: string][] = [
    [
      'keeps credentials, database and options, but not what is said of the set',
      'mongodb://me:p%40ss@a:1,b:2/app?replicaSet=rs0&tls=true&authSource=admin&directConnection=false',
      'admin',
      'mongodb://me:p%40ss@c:3/app?tls=true&authSource=admin&directConnection=true',
    ],
    ['without credentials or options', 'mongodb://a:1', undefined, 'mongodb://c:3/?directConnection=true'],
    [
      'mongodb+srv implies TLS, and takes authSource from DNS',
      'mongodb+srv://me:pw@cluster.example/app?retryWrites=true&srvMaxHosts=2',
      'admin',
      'mongodb://me:pw@c:3/app?retryWrites=true&tls=true&authSource=admin&directConnection=true',
    ],
    [
      'mongodb+srv that says no TLS',
      'mongodb+srv://me:pw@cluster.example/?tls=false&authSource=other',
      'other',
      'mongodb://me:pw@c:3/?tls=false&authSource=other&directConnection=true',
    ],
  ];
  for (const [title, uri, authSource, member] of cases) {
    it(title, () => {
      assert.equal(memberUri(uri, 'c:3', authSource), member);
    });
  }
});
