import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';

/** How long the thread is held at a time, in milliseconds; the last message may take longer. */
const longestTurn = 4;

/**
 * Takes messages from a port in short turns. A port with a listener hands over all that wait in one turn, and holds the
 * thread as long. Nobody is told of messages here: whoever sends some says so by another way, and `look` is called.
 */
export class Inbox<T> {
  #isTaking = false;

  constructor(
    readonly port: MessagePort,
    readonly take: (message: T) => void,
  ) {}

  /** Takes what is there, in the order in which it was sent. */
  look(): void {
    if (this.#isTaking) return;
    this.#isTaking = true;
    this.#turn();
  }

  #turn(): void {
    const start = performance.now();
    do {
      const received = receiveMessageOnPort(this.port);
      if (!received) {
        this.#isTaking = false;
        return;
      }
      this.take(received.message as T);
    } while (performance.now() - start < longestTurn);
    setImmediate(() => {
      this.#turn();
    });
  }
}
