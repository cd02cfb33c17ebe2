import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the next request to make a refund meets; the ones after it find everything as usual. */
export type Weather =
  /** An answer of Stripe's instead of the refund; `done`: the money moved before it. */
  | {
      readonly status: number;
      readonly type: string;
      readonly code?: string;
      readonly message: string;
      readonly done?: true;
    }
  /** The line is cut before the request was looked at, or after the money moved. */
  | 'cut before'
  | 'cut after'
  /** No answer at all, before or after the money moved, until `release()`. */
  | 'hang before'
  | 'hang after'
  /** Accepted; it succeeds or fails later: `settle()`. */
  | 'pending'
  | 'broken json';

interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  readonly currency: string;
  readonly payment_intent: string | null;
  readonly charge: string | null;
  readonly metadata: Record<string, string>;
  readonly reason: null;
  status: 'succeeded' | 'pending' | 'failed';
  failure_reason?: string;
}

export interface StripeServer {
  readonly url: string;
  /** A captured payment of so many minor units. */
  payment(id: string, amount: number, currency?: string): void;
  /** For requests to come, one each. */
  next(...weather: Weather[]): void;
  /** Nothing of it is left for the requests to come. */
  clear(): void;
  /** Resolves when a request hangs. */
  hanging(): Promise<void>;
  release(): void;
  settle(id: string, status: 'succeeded' | 'failed', why?: string): void;
  /** As Stripe does after a day. */
  forgetKeys(): void;
  /** Minor units that went back to the customer, and the refunds they went in. */
  moved(paymentId: string): { readonly total: number; readonly refunds: readonly Refund[] };
  /** Requests so far, as `POST /v1/refunds`. */
  readonly requests: readonly string[];
  /** Header of every request to make a refund. */
  readonly keys: readonly string[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export const stripeKey = 'sk_test_4eC39HqLyjWDarjtT1zdp7dc';

/**
 * Speaks the refund endpoints of Stripe's API v1 as its reference tells them: form-encoded requests, idempotency keys
 * (replayed with their first answer, also a 500; 400 for other parameters, 409 while the first is under way), errors by
 * type and code, lists newest first with has_more. Money moves here and is counted.
 */
export async function stripeServer(): Promise<StripeServer> {
  const payments = new Map<string, { amount: number; refunded: number; currency: string }>();
  const refunds: Refund[] = [];
  const saved = new Map<string, { params: string; answer: Answer | undefined }>();
  const forecast: Weather[] = [];
  const requests: string[] = [];
  const keys: string[] = [];
  const held: (() => void)[] = [];
  const told: (() => void)[] = [];

  const failure = (status: number, type: string, message: string, code?: string): Answer => ({
    status,
    body: { error: { type, message, ...(code !== undefined && { code }) } },
  });

  function pay(params: URLSearchParams, pending: boolean): Answer {
    const of = params.get('payment_intent') ?? params.get('charge') ?? '';
    const amount = Number(params.get('amount'));
    const payment = payments.get(of);
    if (!payment) return failure(404, 'invalid_request_error', `No such payment_intent: '${of}'`, 'resource_missing');
    if (!Number.isInteger(amount) || amount < 1) return failure(400, 'invalid_request_error', 'Invalid integer');
    if (payment.refunded === payment.amount) {
      return failure(
        400,
        'invalid_request_error',
        `Charge ${of} has already been refunded.`,
        'charge_already_refunded',
      );
    }
    if (payment.refunded + amount > payment.amount) {
      return failure(400, 'invalid_request_error', `Refund amount (${amount}) is greater than unrefunded amount`);
    }
    payment.refunded += amount;
    const metadata = [...params].flatMap(([name, value]) => {
      const key = /^metadata\[(\w+)\]$/u.exec(name)?.[1];
      return key === undefined ? [] : [[key, value] as const];
    });
    const refund: Refund = {
      id: `re_${refunds.length + 1}${Math.random().toString(36).slice(2, 10)}`,
      object: 'refund',
      amount,
      currency: payment.currency,
      payment_intent: params.get('payment_intent'),
      charge: params.get('charge'),
      metadata: Object.fromEntries(metadata),
      reason: null,
      status: pending ? 'pending' : 'succeeded',
    };
    refunds.unshift(refund);
    return { status: 200, body: refund };
  }

  const hang = () =>
    new Promise<void>((resolve) => {
      held.push(resolve);
      for (const tell of told.splice(0)) tell();
    });

  async function create(request: IncomingMessage, response: ServerResponse, params: URLSearchParams): Promise<void> {
    const key = String(request.headers['idempotency-key'] ?? '');
    keys.push(key);
    const text = params.toString();
    const earlier = saved.get(key);
    if (earlier && earlier.params !== text) {
      const message = `Keys for idempotent requests can only be used with the same parameters they were first used with.`;
      send(response, failure(400, 'idempotency_error', message));
      return;
    }
    if (earlier) {
      const busy = failure(
        409,
        'idempotency_error',
        'There is currently another in-progress request',
        'idempotency_key_in_use',
      );
      send(response, earlier.answer ?? busy);
      return;
    }
    const weather = forecast.shift();
    if (weather === 'cut before') {
      cut(request);
      return;
    }
    if (weather === 'hang before') {
      await hang();
      cut(request);
      return;
    }
    if (typeof weather === 'object' && [401, 403, 429].includes(weather.status)) {
      send(response, failure(weather.status, weather.type, weather.message, weather.code));
      return;
    }
    const entry: { params: string; answer: Answer | undefined } = { params: text, answer: undefined };
    saved.set(key, entry);
    const refused = typeof weather === 'object' && !weather.done;
    const done = refused ? undefined : pay(params, weather === 'pending');
    if (weather === 'hang after') await hang();
    entry.answer =
      typeof weather === 'object' ? failure(weather.status, weather.type, weather.message, weather.code) : done;
    if (weather === 'cut after' || weather === 'hang after') {
      cut(request);
      return;
    }
    if (weather === 'broken json') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id": "re_');
      return;
    }
    if (entry.answer) send(response, entry.answer);
  }

  function list(response: ServerResponse, query: URLSearchParams): void {
    const of = query.get('payment_intent') ?? query.get('charge');
    const all = refunds.filter((one) => one.payment_intent === of || one.charge === of);
    const after = query.get('starting_after');
    const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    // Pages of two, so that a second page is really asked for.
    const data = all.slice(from, from + 2);
    send(response, {
      status: 200,
      body: { object: 'list', url: '/v1/refunds', data, has_more: from + 2 < all.length },
    });
  }

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://stripe');
      requests.push(`${request.method ?? ''} ${url.pathname}`);
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const given = (request.headers.authorization ?? '').replace(/^Bearer /u, '');
      if (given !== stripeKey) {
        send(response, failure(401, 'invalid_request_error', `Invalid API Key provided: ${given.slice(0, 12)}***`));
      } else if (url.pathname !== '/v1/refunds') {
        send(response, failure(404, 'invalid_request_error', 'Unrecognized request URL'));
      } else if (request.method === 'POST') await create(request, response, new URLSearchParams(body));
      else list(response, url.searchParams);
    })().catch(() => request.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    payment: (id, amount, currency = 'usd') => void payments.set(id, { amount, refunded: 0, currency }),
    next: (...weather) => void forecast.push(...weather),
    clear: () => void forecast.splice(0),
    hanging: () => (held.length > 0 ? Promise.resolve() : new Promise((resolve) => told.push(resolve))),
    release: () => {
      for (const go of held.splice(0)) go();
    },
    settle: (id, status, why) => {
      const refund = refunds.find((one) => one.id === id);
      if (!refund) throw new Error(`no refund ${id}`);
      refund.status = status;
      if (why !== undefined) refund.failure_reason = why;
      const payment = payments.get(refund.payment_intent ?? refund.charge ?? '');
      if (payment && status === 'failed') payment.refunded -= refund.amount;
    },
    forgetKeys: () => saved.clear(),
    moved: (paymentId) => {
      const mine = refunds.filter(
        (one) => (one.payment_intent === paymentId || one.charge === paymentId) && one.status !== 'failed',
      );
      return { total: mine.reduce((sum, { amount }) => sum + amount, 0), refunds: mine };
    },
    requests,
    keys,
    async close() {
      for (const go of held.splice(0)) go();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test' })
    .end(JSON.stringify(body));
}

function cut(request: IncomingMessage): void {
  request.socket.destroy();
}
