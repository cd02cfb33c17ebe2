import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as text that survives a copy and paste. Whoever keeps it in the database keeps its hash. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** Not a password hash: a random token cannot be guessed, however fast guessing is. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token.trim()).digest();
