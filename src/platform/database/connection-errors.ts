import { Unavailable, type DomainError } from '../../domain/errors.ts';
import { isError } from '../errno.ts';
import { describe, type Endpoint } from './url.ts';

const serverHint = 'Check that the server runs and that SOLEMATE_DATABASE_URL (or the profile) names it rightly.';

/** Why a connection could not be made or did not last, each in a sentence of its own; undefined when it is something else. */
export function connectionProblem(
  error: Error,
  state: string | undefined,
  endpoint?: Endpoint,
): DomainError | undefined {
  const where = endpoint ? describe(endpoint) : 'the database';
  const database = endpoint ? `"${endpoint.database}"` : 'that is asked for';
  const user = endpoint ? `"${endpoint.user}"` : 'the login';
  const fail = (message: string, hint: string, details: Record<string, unknown> = {}) =>
    new Unavailable(message, { hint, cause: error, details });
  const text = messageOf(error);
  switch (state) {
    case '28P01':
      return fail(`The database does not accept the password of ${user}.`, 'Check the password in the URL or profile.');
    case '28000':
      if (/no pg_hba.conf entry.*no encryption/u.test(text)) {
        return fail(`${where} wants an encrypted connection.`, 'Add ?sslmode=verify-full (or require) to the URL.');
      }
      return fail(`The database does not let ${user} in: ${oneLine(text)}.`, 'Its pg_hba.conf or roles decide that.');
    case '3D000':
      return fail(`There is no database ${database} on that server.`, 'Create it, then run "solemate db migrate".');
    case '53300':
      return fail('The database has no connection left for us.', 'Close other programs or raise max_connections.');
    case '53100':
      return fail("The database server's disk is full.", 'Free space on the server, then try again.');
    case '57P03':
      return fail('The database is starting up or shutting down.', 'Try again in a moment.', { lost: true });
    case '57P01':
    case '57P02':
      return fail('The database server was stopped while we were working.', 'Try again in a moment.', { lost: true });
    case undefined:
      return fromNode(error, text, where, fail, endpoint);
    default:
      if (state.startsWith('08')) return fail(`The connection to ${where} was lost.`, serverHint, { lost: true });
      return undefined;
  }
}

function fromNode(
  error: Error,
  text: string,
  where: string,
  fail: (message: string, hint: string, details?: Record<string, unknown>) => DomainError,
  endpoint?: Endpoint,
): DomainError | undefined {
  const host = endpoint?.host ?? 'the host';
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return fail(`Nothing answers at ${where}.`, serverHint);
    case 'ENOENT':
      return fail(`There is no server at ${where}.`, serverHint);
    case 'EACCES':
      return fail(`The socket of ${where} may not be opened by this user.`, serverHint);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return fail(`There is no host called ${host}.`, 'Check the host name in the URL, and the network.');
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return fail(`${host} cannot be reached from here.`, 'Check the network, the VPN and the firewall.');
    case 'ECONNRESET':
    case 'EPIPE':
      return fail(`The connection to ${where} was lost.`, 'Try again in a moment.', { lost: true });
  }
  if (/timeout expired|due to connection timeout/iu.test(error.message)) {
    return fail(`${where} did not answer in time.`, 'Check the network, the VPN and the firewall.');
  }
  if (/Connection terminated|Client has encountered a connection error|not queryable/iu.test(text)) {
    return fail(`The connection to ${where} was lost.`, 'Try again in a moment.', { lost: true });
  }
  if (/does not support SSL/iu.test(text)) {
    return fail(
      `${where} does not offer an encrypted connection.`,
      'Use sslmode=disable, or turn TLS on at the server.',
    );
  }
  if (/password must be a string|no password supplied|SASL/iu.test(text)) {
    return fail(`${where} asks for a password and none was given.`, 'Put it into the URL, PGPASSWORD or the profile.');
  }
  if (isTls(error, text)) {
    return fail(
      `The TLS certificate of ${host} is not trusted: ${oneLine(text)}.`,
      'Give its authority with sslrootcert=, or a host name that the certificate is for.',
    );
  }
  if (/timeout exceeded when trying to connect/u.test(text)) {
    return fail('All our connections to the database are busy.', 'Try again in a moment.');
  }
  return undefined;
}

function isTls(error: Error, text: string): boolean {
  return /CERT|TLS|SSL|EPROTO|SELF_SIGNED|VERIFY/u.test(codeOf(error)) || /certificate|tlsv1|ssl3_|SSL/u.test(text);
}

function codeOf(error: Error): string {
  let code = '';
  for (let one: unknown = error; isError(one); one = 'parent' in one ? one.parent : one.cause) {
    if ('code' in one && typeof one.code === 'string') code = one.code;
  }
  return code;
}

function messageOf(error: Error): string {
  let text = error.message;
  for (let one: unknown = error; isError(one); one = 'parent' in one ? one.parent : one.cause) text = one.message;
  return text;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/\.$/u, '').slice(0, 200);
}
