import type { Place } from '../shopify/report.ts';

export interface IncomingVariant extends Place {
  /** Null: to be made from the handle and `options`. */
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly size: string | null;
  readonly color: string | null;
  readonly options: readonly string[];
  /** Null: the product's. */
  readonly price: string | null;
  /** Kilograms. */
  readonly weight: string | null;
  readonly images: readonly string[];
  /** Null when the file does not tell. */
  readonly active: boolean | null;
  readonly quantity: number | null;
}

/** A product as any of our files tells it; null is what the file leaves empty. */
export interface IncomingProduct extends Place {
  /** The slug. */
  readonly handle: string;
  /** Null: to be made, or that of its one variant. */
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly title: string;
  readonly description: string | null;
  readonly vendor: string | null;
  /** Names from the root down; one name alone may stand anywhere in the tree. */
  readonly category: { readonly path: readonly string[]; readonly anywhere: boolean } | null;
  readonly tags: readonly string[] | null;
  /** Null when the file does not tell. */
  readonly active: boolean | null;
  readonly archived: boolean;
  readonly price: string;
  readonly comparePrice: string | null;
  readonly cost: string | null;
  readonly weight: string | null;
  readonly metaTitle: string | null;
  readonly metaDescription: string | null;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** In their order. */
  readonly images: readonly {
    readonly url: string;
    readonly alt: string | null;
    /** Null: the first one is. */
    readonly primary: boolean | null;
  }[];
  readonly variants: readonly IncomingVariant[];
}
