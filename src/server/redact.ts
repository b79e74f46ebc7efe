interface UriParts {
  readonly isWellFormed: boolean;
  readonly scheme: string;
  readonly credentials: string | null;
  /** As written: hosts with ports, separated by commas. */
  readonly hosts: string;
  /** As written, still percent-encoded; empty where none is named. */
  readonly database: string;
  /** With its question mark; empty where there is none. */
  readonly query: string;
}

const host = String.raw`(?:[\w.%-]+|\[[\da-f:.%]+\])(?::\d+)?`;
const wellFormed = new RegExp(
  String.raw`^(mongodb(?:\+srv)?://)(?:([^@/?#[\]\s]*)@)?(${host}(?:,${host})*)(?:/([^/?#@\s]*))?(\?(?:\w+=[^&]*(?:&\w+=[^&]*)*)?)?$`,
  'i',
);

/**
 * A connection string in parts. In a malformed one everything before the last `@` counts as credentials, because
 * a password with an unescaped `/`, `?` or `@` may reach that far; without an `@` all of it does.
 */
export function partsOf(uri: string): UriParts {
  const match = wellFormed.exec(uri.trim());
  if (match) {
    const [, scheme = '', credentials, hosts = '', database = '', query = ''] = match;
    return { isWellFormed: true, scheme, credentials: credentials ?? null, hosts, database, query };
  }
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(uri.trim())?.[0] ?? '';
  const rest = uri.trim().slice(scheme.length);
  const at = rest.lastIndexOf('@');
  if (at < 0) return { isWellFormed: false, scheme, credentials: rest, hosts: '', database: '', query: '' };
  const [, hosts = '', database = '', query = ''] =
    /^([^/?]*)\/?([^?]*)(.*)$/s.exec(rest.slice(at + 1)) ?? [];
  return { isWellFormed: false, scheme, credentials: rest.slice(0, at), hosts, database, query };
}

const secretOption = /^(?:\w*password\w*|\w*token\w*|\w*secret\w*|authMechanismProperties|proxyUsername)$/i;

/**
 * The connection string without what must stay secret: credentials become `<credentials>`, options that may hold a
 * secret `<redacted>`. Works on malformed strings too, where it rather hides too much; a string without a scheme is
 * not shown at all.
 */
export function redactUri(uri: string): string {
  const { scheme, credentials, hosts, database, query } = partsOf(uri);
  if (scheme === '') return '<redacted>';
  const options = query
    .slice(1)
    .split('&')
    .map((option) => {
      const [name = '', ...value] = option.split('=');
      return value.length > 0 && secretOption.test(name) ? `${name}=<redacted>` : option;
    })
    .join('&');
  const path = database === '' && query === '' ? '' : `/${database}`;
  return `${scheme}${credentials === null ? '' : '<credentials>@'}${hosts}${path}${query === '' ? '' : `?${options}`}`;
}

/** The database that a connection string names, decoded; null where it names none or cannot be read. */
export function databaseOfUri(uri: string): string | null {
  const { scheme, database } = partsOf(uri);
  if (!/^mongodb(\+srv)?:\/\/$/.test(scheme) || database === '') return null;
  try {
    return decodeURIComponent(database);
  } catch {
    return null;
  }
}

/** The hosts of a connection string as people write them, `a:27017, b:27017`; `the server` where none can be read. */
export function hostsOfUri(uri: string): string {
  const { scheme, hosts } = partsOf(uri);
  return scheme === '' || hosts === '' ? 'the server' : hosts.split(',').join(', ');
}

/** Whether a connection string carries a user name, a password or a certificate to sign in with. */
export function hasCredentials(uri: string): boolean {
  const { credentials, query } = partsOf(uri);
  return (credentials !== null && credentials !== '') || /[?&]authMechanism=/i.test(query);
}

/**
 * Whether a text may be shown beside this connection string: no piece of its password or of a secret option occurs in
 * the text, as written or decoded (nor of the user name, in a malformed string). Short pieces rather forbid too much.
 */
export function isFreeOfSecrets(text: string, uri: string): boolean {
  const { credentials, query, isWellFormed } = partsOf(uri);
  const secret = isWellFormed ? credentials?.replace(/^[^:]*/, '') : credentials;
  const options = query
    .slice(1)
    .split('&')
    .map((option) => option.split('='))
    .filter(([name = '']) => secretOption.test(name))
    .map(([, ...value]) => value.join('='));
  const pieces = [secret ?? '', ...options].flatMap((text) => text.split(/[@:/?&#,[\]]/));
  return pieces
    .flatMap((piece) => [piece, decoded(piece)])
    .every((piece) => piece === '' || !text.toLowerCase().includes(piece.toLowerCase()));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
