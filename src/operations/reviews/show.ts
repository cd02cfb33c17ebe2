import * as z from 'zod';
import { maskEmailSql } from '../../domain/contact.ts';
import { NotFound } from '../../domain/errors.ts';
import { may } from '../../domain/permissions.ts';
import { naming, required } from '../fields.ts';
import { operation } from '../operation.ts';
import { personName } from '../orders/steps.ts';
import { findReview, longestWaiting } from './parts/find.ts';

export interface ReviewShown {
  readonly id: string;
  readonly status: string;
  readonly rating: number;
  readonly title: string | null;
  readonly comment: string | null;
  readonly images: readonly string[];
  readonly is_verified: boolean;
  readonly helpful_count: number;
  readonly created_at: string;
  readonly product: {
    readonly id: string;
    readonly sku: string;
    readonly name: string;
    readonly review_count: number;
    readonly avg_rating: string | null;
  };
  readonly customer: {
    readonly id: string;
    readonly name: string | null;
    readonly email: string | null;
    readonly other_reviews: number;
    /** Of the others, as those that were approved. */
    readonly rejected_reviews: number;
    readonly approved_reviews: number;
  };
  /** The order that the review names, or else the customer's newest with this product; null when there is none. */
  readonly order: { readonly order_number: string; readonly status: string; readonly created_at: string } | null;
  /** Other reviews with the same words, whoever wrote them; the first ten. */
  readonly same_text: readonly { readonly id: string; readonly status: string; readonly product: string }[];
  readonly rejection_reason: string | null;
  readonly moderated_by: string | null;
  readonly moderated_at: string | null;
}

const timestamp = (column: string) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export const show = operation({
  name: 'reviews.show',
  summary: 'Show a review with its product, its customer and the order it was bought in.',
  permission: 'catalog:read',
  input: z.object({
    review: naming('review', required(36)).describe(
      'id of the review, or its first 8 characters; next: the one that waits longest',
    ),
  }),
  positional: ['review'],
  examples: ['reviews show next', 'reviews show next --json'],
  reads: true,
  async run({ tx, actor }, { review }): Promise<ReviewShown> {
    const id = review === 'next' ? await longestWaiting(tx) : await findReview(tx, review);
    const email = may(actor.role, 'customers:read') ? maskEmailSql('u.email') : 'null::text';
    const found = await tx.one<ReviewShown>(
      `select r.id, r.status, r.rating, r.title, r.comment, coalesce(r.images, '{}') as images, r.is_verified,
         r.helpful_count, ${timestamp('r.created_at')} as created_at,
         json_build_object('id', p.id, 'sku', p.sku, 'name', p.name, 'review_count', p.review_count,
           'avg_rating', p.avg_rating::text) as product,
         json_build_object('id', u.id, 'name', ${personName('u')}, 'email', ${email},
           'other_reviews', c.others, 'rejected_reviews', c.rejected, 'approved_reviews', c.approved) as customer,
         o.told as "order",
         coalesce((
           select json_agg(json_build_object('id', t.id, 'status', t.status, 'product', t.name) order by t.created_at)
           from (
             select s.id, s.status, s.created_at, q.name
             from reviews s
             join products q on q.id = s.product_id
             where review_text_key(s.comment) = review_text_key(r.comment)
               and s.id <> r.id
             limit 10
           ) t
         ), '[]') as same_text,
         r.rejection_reason, ${personName('m')} as moderated_by, ${timestamp('r.moderated_at')} as moderated_at
       from reviews r
       join products p on p.id = r.product_id
       join users u on u.id = r.user_id
       left join users m on m.id = r.moderated_by
       cross join lateral (
         select count(*)::integer as others, (count(*) filter (where x.status = 'REJECTED'))::integer as rejected,
           (count(*) filter (where x.status = 'APPROVED'))::integer as approved
         from reviews x
         where x.user_id = r.user_id
           and x.id <> r.id
       ) c
       left join lateral (
         select json_build_object('order_number', b.order_number, 'status', b.status,
           'created_at', ${timestamp('b.created_at')}) as told
         from orders b
         where b.user_id = r.user_id
           and (b.id = r.order_id or (
             r.order_id is null
             and exists (select from order_items i where i.order_id = b.id and i.product_id = r.product_id)
           ))
         order by b.created_at desc
         limit 1
       ) o on true
       where r.id = $1::uuid`,
      [id],
    );
    if (!found) throw new NotFound(`There is no review ${review.slice(0, 40)}.`);
    return found;
  },
});
