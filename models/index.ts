/** Placeholder type until the models land in this same change. */
export type Models = Record<string, never>;
