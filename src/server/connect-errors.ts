import { UserError } from '../model/user-error.js';
import type { DriverError } from './errors.js';
import { causesOf, serverErrorOf } from './errors.js';
import { hostsOfUri, isFreeOfSecrets } from './redact.js';

/** The release that a wire version came with; a server too old for the driver tells nothing else of itself. */
const releaseOfWireVersion = ['2.4', '2.4', '2.6', '3.0', '3.2', '3.4', '3.6', '4.0', '4.2', '4.4'] as const;

/**
 * What went wrong while connecting, as a `UserError` that names the hosts and never the credentials. An error whose
 * text might hold a piece of the connection string is not kept as the cause.
 */
export function connectErrorOf(error: unknown, uri: string): UserError {
  if (error instanceof UserError) return error;
  const facts = describe(error, uri);
  const text = causesOf(error).map(({ message }) => message);
  const isSafe = facts.code !== 'bad-uri' && text.every((message) => isFreeOfSecrets(message, uri));
  return new UserError(facts.code, facts.message, facts.next, isSafe ? { cause: error } : undefined);
}

type Described = Pick<UserError, 'code' | 'message' | 'next'>;

function describe(error: unknown, uri: string): Described {
  const address = hostsOfUri(uri);
  const causes = causesOf(error);
  return (
    missingModule(causes) ??
    noAwsCredentials(causes) ??
    refusedByServer(error, address) ??
    tooOld(causes, address) ??
    unreadableFile(causes) ??
    unreachable(causes, address, uri) ??
    noPrimary(error, address) ??
    badUri(causes, uri)
  );
}

/** Optional parts of the driver, by the module it asks for. */
function missingModule(causes: readonly DriverError[]): Described | null {
  const missing = causes.find(({ name }) => name === 'MongoMissingDependencyError');
  const module = missing && /`([^`]+)`/.exec(missing.message)?.[1];
  if (!module) return null;
  const isForSigningIn = /kerberos|aws|gcp|azure/.test(module);
  return {
    code: isForSigningIn ? 'authentication' : 'bad-uri',
    message: `This connection string needs the optional module ${module}, which does not come with Index Lens.`,
    next: isForSigningIn
      ? 'Use a user with a password (SCRAM) or an X.509 certificate.'
      : 'Remove the option that needs it from the connection string.',
  };
}

/** The name is the AWS SDK's, which looks for credentials where it is installed beside the driver. */
function noAwsCredentials(causes: readonly DriverError[]): Described | null {
  if (!causes.some(({ name }) => name === 'CredentialsProviderError')) return null;
  return {
    code: 'authentication',
    message: 'No AWS credentials were found for authMechanism=MONGODB-AWS.',
    next: 'Sign in with the AWS CLI or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; or use a user with a password (SCRAM).',
  };
}

function refusedByServer(error: unknown, address: string): Described | null {
  const server = serverErrorOf(error);
  if (server === null) return null;
  switch (server.code) {
    case 18:
      return {
        code: 'authentication',
        message: `${address} did not accept the user name or the password.`,
        next: 'Check both, percent-encode special characters, and name the database that holds the user with authSource, for example ?authSource=admin.',
      };
    case 334:
      return {
        code: 'authentication',
        message: `${address} does not offer the authentication mechanism that the connection string asks for.`,
        next: 'Remove authMechanism from the connection string, or choose SCRAM-SHA-256 or SCRAM-SHA-1.',
      };
    case 13:
      return {
        code: 'authentication',
        message: `${address} requires a user name and a password.`,
        next: 'Put them into the connection string: mongodb://USER:PASSWORD@HOST/?authSource=admin.',
      };
    case 13436:
      return {
        code: 'unreachable',
        message: `${address} is a member of a replica set and not ready: starting, recovering or never initiated.`,
        next: 'Wait until it is, or initiate the set with rs.initiate() in mongosh; then connect again.',
      };
    case 8000:
      return {
        code: 'authentication',
        message: `${address} did not accept the sign-in.`,
        next: 'Check user name and password in Atlas under Database Access.',
      };
    default:
      return {
        code: 'server',
        message: `${address} answered with an error${server.codeName === null ? '' : `, ${server.codeName}`} (${server.code}).`,
        next: "Look it up in the server's log.",
      };
  }
}

function tooOld(causes: readonly DriverError[], address: string): Described | null {
  const found = causes.find(({ name }) => name === 'MongoCompatibilityError')?.message;
  const match = found && /maximum wire version (\d+).*at least \d+ \(MongoDB ([\d.]+)\)/.exec(found);
  if (!match) return null;
  const release = releaseOfWireVersion[Number(match[1])];
  return {
    code: 'server-too-old',
    message: `${address} runs MongoDB ${release ?? 'of an old release'}, and Index Lens needs ${match[2] ?? '4.4'} or later.`,
    next: 'Upgrade the server, or connect to a newer one.',
  };
}

/** A certificate file that the connection string names. */
function unreadableFile(causes: readonly DriverError[]): Described | null {
  const found = causes.find(
    ({ system }) => system === 'ENOENT' || system === 'EACCES' || system === 'EISDIR',
  );
  if (!found) return null;
  return {
    code: 'bad-uri',
    message: 'A certificate file that the connection string names cannot be read.',
    next: 'Check the paths in tlsCAFile and tlsCertificateKeyFile.',
  };
}

const certificateError = /CERT|SIGNATURE|ALTNAME|certificate|self.signed|UNABLE_TO_(VERIFY|GET)/i;
const tlsError = /secure TLS connection|^ERR_SSL|SSL routines|EPROTO|wrong version number/i;

function unreachable(causes: readonly DriverError[], address: string, uri: string): Described | null {
  const has = (pattern: RegExp) =>
    causes.some(({ system, message }) => pattern.test(system ?? '') || pattern.test(message));
  const failed = (message: string, next: string): Described => ({ code: 'unreachable', message, next });
  if (has(/querySrv|queryTxt/)) {
    return failed(
      `No servers are announced for ${address}.`,
      'Check the host name after mongodb+srv:// and that DNS works here, or use the mongodb:// form.',
    );
  }
  if (has(/ENOTFOUND|EAI_AGAIN/)) {
    return failed(`No host is known as ${address}.`, 'Check its spelling and your network or VPN.');
  }
  if (has(/ECONNREFUSED/)) {
    return failed(
      `Nothing answers at ${address}: the connection was refused.`,
      'Start the server, and check host and port.',
    );
  }
  if (has(certificateError)) {
    return failed(
      `The certificate of ${address} could not be verified.`,
      'Name the authority that signed it with tlsCAFile, and use the host name that the certificate is made for.',
    );
  }
  if (has(tlsError)) {
    return failed(
      `${address} could not agree on TLS with us.`,
      /[?&](tls|ssl)=true/i.test(uri)
        ? 'If the server does not use TLS, remove tls=true; otherwise check its TLS settings.'
        : 'Check the TLS options of the connection string.',
    );
  }
  if (has(/ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL/)) {
    return failed(`There is no way to ${address} from here.`, 'Check your network or VPN.');
  }
  if (has(/ECONNRESET|connection \S+ to \S+ closed|EPIPE/)) {
    return failed(
      `${address} closed the connection at once.`,
      'If the server requires TLS, add tls=true; if it is behind a firewall or an IP access list, allow this machine.',
    );
  }
  if (has(/ETIMEDOUT|ETIMEOUT|timed out/i) && !has(/ServerSelection|Server selection timed out/)) {
    return failed(
      `${address} did not answer in time.`,
      'Check host and port, your network or VPN, and the IP access list of the server.',
    );
  }
  return null;
}

/** Servers were heard of, but none of them may be spoken to. */
function noPrimary(error: unknown, address: string): Described | null {
  if (!(error instanceof Error) || error.name !== 'MongoServerSelectionError') return null;
  const { reason } = error as { reason?: { type?: string; setName?: string | null; servers?: unknown } };
  const servers =
    reason?.servers instanceof Map ? [...(reason.servers.values() as Iterable<{ type?: string }>)] : [];
  if (servers.some(({ type }) => type === 'RSGhost')) {
    return {
      code: 'unreachable',
      message: `${address} is a member of a replica set that is not initiated.`,
      next: 'Initiate it with rs.initiate() in mongosh, then connect again.',
    };
  }
  if (reason?.type === 'ReplicaSetNoPrimary' && servers.length > 0) {
    return {
      code: 'unreachable',
      message: `The replica set at ${address} has no primary at the moment.`,
      next: 'Wait for an election, or add directConnection=true to read from this member.',
    };
  }
  if (reason?.type === 'ReplicaSetNoPrimary') {
    return {
      code: 'unreachable',
      message: `No member of the replica set that the connection string names answers at ${address}.`,
      next: 'Check the name in replicaSet, or remove it if the server stands alone.',
    };
  }
  return {
    code: 'unreachable',
    message: `${address} did not answer in time.`,
    next: 'Check host and port, your network or VPN, and the IP access list of the server.',
  };
}

function badUri(causes: readonly DriverError[], uri: string): Described {
  const text = causes[0]?.message ?? '';
  const form = 'It looks like mongodb://USER:PASSWORD@HOST:27017/DATABASE, or mongodb+srv:// for Atlas.';
  const bad = (message: string, next = form): Described => ({ code: 'bad-uri', message, next });
  if (!/^\s*mongodb(\+srv)?:\/\//.test(uri)) {
    return bad('A connection string starts with mongodb:// or mongodb+srv://.');
  }
  if (/unescaped|URI malformed|userinfo|Invalid connection string/.test(text)) {
    return bad(
      'The user name or the password holds a character that must be percent-encoded, such as @ : / ? # [ ] %.',
      'Write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, [ as %5B, ] as %5D and % as %25.',
    );
  }
  if (causes[0]?.name.startsWith('Mongo') && text !== '' && isFreeOfSecrets(text, uri)) {
    return bad(`The connection string is not valid: ${text.replace(/\.$/, '')}.`);
  }
  return bad('The connection string is not valid.');
}
