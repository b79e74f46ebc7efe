import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { composeServices } from '../../../src/host/compose-services.js';

function uris(text: string): readonly string[] {
  return composeServices(parse(text)).map(({ service, uri }) => `${service} ${uri}`);
}

describe('MongoDB services of a Compose file', () => {
  it('are reached by their published port, whatever form it has', () => {
    const ports = ['"27017:27017"', '27018:27017/tcp', '127.0.0.1:27019:27017', '"${PORT:-27020}:27017"'];
    for (const [at, port] of ports.entries()) {
      const text = `services:\n  db:\n    image: mongo:7\n    ports: [${port}]\n`;
      assert.deepEqual(uris(text), [`db mongodb://localhost:${27017 + at}/`]);
    }
    const long = 'services: { db: { image: mongo, ports: [{ target: 27017, published: "27021" }] } }';
    assert.deepEqual(uris(long), ['db mongodb://localhost:27021/']);
  });

  it('sign in with what the image is given, in either form', () => {
    const mapping = `services:
  db:
    image: docker.io/library/mongo:6.0
    command: ["mongod", "--replSet", "rs0"]
    ports: ["27017:27017"]
    environment:
      MONGO_INITDB_ROOT_USERNAME: root
      MONGO_INITDB_ROOT_PASSWORD: "p@ss"
      MONGO_INITDB_DATABASE: shop
`;
    const expected = ['db mongodb://root:p%40ss@localhost:27017/shop?authSource=admin&directConnection=true'];
    assert.deepEqual(uris(mapping), expected);
    const list = mapping
      .replaceAll(/^ {6}(\w+): "?([^"\n]+)"?$/gm, '      - $1=$2')
      .replace('p@ss', '${PASSWORD:-p@ss}');
    assert.deepEqual(uris(list), expected);
  });

  it('with a password that only the environment knows are offered without one', () => {
    const text = `services:
  db:
    image: mongo
    ports: ["27017:27017"]
    environment: { MONGO_INITDB_ROOT_USERNAME: root, MONGO_INITDB_ROOT_PASSWORD: "\${SECRET}" }
`;
    assert.deepEqual(uris(text), ['db mongodb://localhost:27017/']);
  });

  it('that nobody outside reaches, and other services, are left out', () => {
    const text = `services:
  hidden: { image: "mongo:7" }
  admin: { image: mongo-express, ports: ["27017:27017"] }
  unknown: { image: "mongo", ports: ["\${PORT}:27017"] }
  half:
`;
    assert.deepEqual(uris(text), []);
    for (const text of ['', 'services:', '[]', 'services: [1]']) assert.deepEqual(uris(text), []);
  });
});
