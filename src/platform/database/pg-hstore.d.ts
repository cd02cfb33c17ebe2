declare module 'pg-hstore' {
  interface Hstore {
    parse(text: string, done: (parsed: Record<string, string | null>) => void): void;
  }
  export default function pgHstore(): Hstore;
}
