/** A MongoDB server that a Compose file runs and publishes on this machine. */
export interface ComposeService {
  readonly service: string;
  readonly uri: string;
}

const mongoImage =
  /(^|\/)(mongo|mongodb|mongodb-(community|enterprise)-server|mongodb-atlas-local|percona-server-mongodb)(:|@|$)/;
const serverPort = '27017';

/**
 * The MongoDB services of a parsed Compose file, as a client on this machine reaches them. Services without a
 * published port are reached by nobody from here.
 * Source: the Compose specification (`ports`, `environment`, interpolation) and the `mongo` image's variables.
 */
export function composeServices(document: unknown): readonly ComposeService[] {
  return Object.entries(record(record(document).services)).flatMap(([service, value]) => {
    const { image, ports, environment, command } = record(value);
    if (typeof image !== 'string' || !mongoImage.test(interpolated(image) ?? '')) return [];
    const address = publishedAddress(ports);
    return address === null ? [] : [{ service, uri: uriOf(address, variables(environment), text(command)) }];
  });
}

function uriOf(address: string, environment: ReadonlyMap<string, string>, command: string): string {
  const user = environment.get('MONGO_INITDB_ROOT_USERNAME') ?? environment.get('MONGODB_ROOT_USER');
  const password = environment.get('MONGO_INITDB_ROOT_PASSWORD') ?? environment.get('MONGODB_ROOT_PASSWORD');
  const database = environment.get('MONGO_INITDB_DATABASE') ?? environment.get('MONGODB_DATABASE') ?? '';
  const signsIn = user !== undefined && password !== undefined;
  const credentials = signsIn ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : '';
  const options = [
    ...(signsIn ? ['authSource=admin'] : []),
    // Members name themselves as they are called inside the Compose network.
    ...(command.includes('--replSet') ? ['directConnection=true'] : []),
  ];
  const query = options.length > 0 ? `?${options.join('&')}` : '';
  return `mongodb://${credentials}${address}/${encodeURIComponent(database)}${query}`;
}

/** `localhost:27018`, of the short or the long form; null: the server's port is not published. */
function publishedAddress(ports: unknown): string | null {
  for (const port of Array.isArray(ports) ? ports : []) {
    if (typeof port === 'string' || typeof port === 'number') {
      const parts = (interpolated(String(port)) ?? '').replace(/\/tcp$/, '').split(':');
      const [published, target] = parts.slice(-2);
      if (target === serverPort && published && /^\d+$/.test(published)) return `localhost:${published}`;
    } else {
      const { target, published } = record(port);
      const number = interpolated(text(published));
      if (text(target) === serverPort && number && /^\d+$/.test(number)) return `localhost:${number}`;
    }
  }
  return null;
}

/** `environment` in its two forms: a mapping, or a list of `NAME=value`. */
function variables(environment: unknown): ReadonlyMap<string, string> {
  const pairs: readonly (readonly [string, string])[] = Array.isArray(environment)
    ? environment.map((line) => {
        const [name = '', ...rest] = text(line).split('=');
        return [name, rest.join('=')] as const;
      })
    : Object.entries(record(environment)).map(([name, value]) => [name, text(value)] as const);
  return new Map(
    pairs.flatMap(([name, value]) => {
      const known = interpolated(value);
      return known === null || known === '' ? [] : [[name, known] as const];
    }),
  );
}

/** The text with `${NAME:-default}` as its default; null where a variable has none. */
function interpolated(value: string): string | null {
  const filled = value.replaceAll(/\$\{\w+:?-([^}]*)\}/g, '$1');
  return /\$\{|\$\w/.test(filled) ? null : filled;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join(' ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
