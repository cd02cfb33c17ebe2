import { Unavailable } from '../../domain/errors.ts';
import { parseDatabaseUrl, type Endpoint } from '../database/url.ts';
import type { Home } from '../home.ts';
import { findPiiKey, makePiiKey } from '../pii.ts';
import { initialise, isMade, type Cluster } from './cluster.ts';
import { databaseName, preparedMark, urlFor } from './database.ts';
import { placeOf } from './place.ts';
import { enter, type Presence } from './presence.ts';

/** The server that comes with the program, with us in it. */
export interface EmbeddedStore {
  /** Where the app logs in; starts the server again when it went away. */
  endpoint(): Promise<Endpoint>;
  /** For `db migrate` and the like. Stays right until the server is restarted. */
  ownerUrl(): Promise<string>;
  /** For copying it. Stays right until the server is restarted. */
  superuserUrl(): Promise<string>;
  readonly dataDirectory: string;
  /** The last one out stops the server. */
  close(): Promise<void>;
}

/** @param onStep told what is being done when it takes more than a moment: on the first start and after an update */
export async function openEmbedded(home: Home, onStep: (text: string) => void): Promise<EmbeddedStore> {
  const cluster = await placeOf(home, () => onStep('Copying PostgreSQL to where its own account can run it'));
  const store = new Embedded(home, cluster, onStep);
  await store.endpoint();
  return store;
}

class Embedded implements EmbeddedStore {
  readonly #home: Home;
  readonly #cluster: Cluster;
  #onStep: (text: string) => void;
  #entered = false;
  #presence: Presence | undefined;
  #entering: Promise<Presence> | undefined;

  constructor(home: Home, cluster: Cluster, onStep: (text: string) => void) {
    this.#home = home;
    this.#cluster = cluster;
    this.#onStep = onStep;
  }

  get dataDirectory(): string {
    return this.#cluster.data;
  }

  async endpoint(): Promise<Endpoint> {
    return parseDatabaseUrl(urlFor(this.#cluster, await this.#present(), 'solemate_app'));
  }

  async ownerUrl(): Promise<string> {
    return urlFor(this.#cluster, await this.#present(), 'solemate_owner');
  }

  async superuserUrl(): Promise<string> {
    return urlFor(this.#cluster, await this.#present(), 'postgres');
  }

  async close(): Promise<void> {
    const presence = this.#presence;
    this.#presence = undefined;
    await presence?.leave();
  }

  async #present(): Promise<Presence> {
    if (this.#presence && !this.#presence.lost) return this.#presence;
    this.#entering ??= this.#enter().finally(() => (this.#entering = undefined));
    return this.#entering;
  }

  async #enter(): Promise<Presence> {
    // Whoever worked in it must not find themselves in another one that looks the same.
    if (this.#entered && !isMade(this.#cluster)) {
      throw new Unavailable(`The embedded store in ${this.#cluster.data} is not there any more.`, {
        hint: 'Put it back. Started anew, the program makes a new sample shop.',
      });
    }
    await initialise(this.#cluster, () => this.#onStep('Making the database'));
    const presence = await enter(this.#cluster, databaseName);
    try {
      if (presence.mark !== preparedMark) {
        makePiiKey(this.#home);
        const { prepare } = await import('./prepare.ts');
        await prepare(this.#cluster, presence, {
          piiKey: await findPiiKey(this.#home),
          onStep: this.#onStep,
        });
      }
    } catch (error) {
      await presence.leave();
      throw error;
    }
    this.#presence = presence;
    // The program that was told of the first start draws by now: nothing may be said between its frames.
    this.#onStep = () => undefined;
    this.#entered = true;
    return presence;
  }
}
