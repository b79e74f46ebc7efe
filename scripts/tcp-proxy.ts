import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';

/** A way to a port of this machine that can be cut. */
export interface TcpProxy {
  readonly port: number;
  /** Drops what is connected and refuses what comes, until `mend`. */
  cut(): void;
  mend(): void;
  close(): void;
}

/** Listens on 127.0.0.1 and passes everything on to `target`. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const listens = server.address();
  if (listens === null || typeof listens === 'string') throw new Error('The proxy has no port.');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: listens.port,
    cut() {
      isCut = true;
      drop();
    },
    mend() {
      isCut = false;
    },
    close() {
      server.close();
      drop();
    },
  };
}
