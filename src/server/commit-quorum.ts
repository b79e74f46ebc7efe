import type { Document } from 'mongodb';
import type { Connection } from './connection.js';
import { whyUnknown } from './errors.js';

/**
 * Data-bearing voting members that are down, as far as the role permits to know (`replSetGetStatus`, clusterMonitor). By
 * default a build is only committed once all of them have built it (MongoDB's manual, `createIndexes`, `commitQuorum`).
 */
export async function missingVoters({ client, server }: Connection): Promise<readonly string[]> {
  if (server.topology !== 'replicaSet') return [];
  try {
    const { members } = await client.db('admin').command({ replSetGetStatus: 1, maxTimeMS: 2_000 });
    return (members as Document[]).filter(({ health }) => health === 0).map(({ name }) => String(name));
  } catch (error) {
    if (whyUnknown(error) !== null) return [];
    throw error;
  }
}
