import { partsOf } from './redact.js';

/** What is said of the deployment, not of one member. */
const ofTheDeployment = new Set([
  'replicaset',
  'directconnection',
  'loadbalanced',
  'srvmaxhosts',
  'srvservicename',
]);

/**
 * A connection string for one member alone, with the credentials and options of the deployment's. `mongodb+srv://`
 * implies TLS and may take `authSource` from DNS: `authSource` is what the driver found.
 */
export function memberUri(uri: string, host: string, authSource: string | undefined): string {
  const { scheme, credentials, database, query } = partsOf(uri);
  const options = query
    .slice(1)
    .split('&')
    .filter((option) => option !== '' && !ofTheDeployment.has((option.split('=')[0] ?? '').toLowerCase()));
  const has = (pattern: RegExp) => options.some((option) => pattern.test(option));
  if (scheme.toLowerCase() === 'mongodb+srv://' && !has(/^(tls|ssl)=/i)) options.push('tls=true');
  if (authSource !== undefined && !has(/^authSource=/i)) {
    options.push(`authSource=${encodeURIComponent(authSource)}`);
  }
  const user = credentials === null ? '' : `${credentials}@`;
  return `mongodb://${user}${host}/${database}?${[...options, 'directConnection=true'].join('&')}`;
}
