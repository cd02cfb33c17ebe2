/**
 * Who may do what in the database, as the migrations have it: the doctor holds a shop against this. Written by the test
 * of access.ts with UPDATE_GOLDEN=1 after a migration has changed a right; read the difference before it is committed.
 */
export const expectedAccess = `
PUBLIC EXECUTE on: current_operation_id() current_reason() current_user_id() review_text_key(text) written_by_rule(oid)
admin_role DELETE on: addresses brands cart_items categories order_items product_attributes product_images product_variants products promo_codes reviews shipment_items shipments store_settings warehouses wishlist_items
admin_role EXECUTE on: agree_pay_later(uuid) amounts_as_text(jsonb) be_present(uuid,text,text) begin_undo(uuid) claim_operation(uuid,text,bytea) ensure_order_partitions(date,integer) finish_operation(uuid,json) ledger_clock() next_order_number() operation_facts(uuid) other_admins(uuid) product_search_vector(text,text[],text) refresh_product_stats() reveal_contact(uuid) undo_changes(uuid)
admin_role INSERT on backup_runs: directory id kind target
admin_role INSERT on stock_count_lines: count_id counted id inventory_id
admin_role INSERT on stock_counts: blind id note warehouse_id
admin_role INSERT on user_invitations: kind token_hash user_id
admin_role INSERT on users: email email_verified first_name id is_active last_name phone_number phone_number_hash role
admin_role INSERT on: addresses brands cart_items categories inventory inventory_transactions order_items order_notes order_returns orders payments product_attributes product_images product_variants products promo_codes refunds return_items shipment_items shipments store_settings warehouses wishlist_items
admin_role SELECT on user_invitations: created_at created_by expires_at id kind revoked_at used_at user_id
admin_role SELECT on user_sessions: client created_at expires_at id last_seen_at revoked_at user_id
admin_role SELECT on users: created_at deleted_at email email_verified failed_logins first_name id is_active last_login_at last_name locked_until phone_number phone_number_hash role updated_at version
admin_role SELECT on: active_products active_users addresses article_codes audit_logs backup_runs brands cart_items categories inventory inventory_transactions operation_results operation_undos order_items order_notes order_registry order_returns order_status_history order_status_transitions orders payments presence product_attributes product_images product_search product_stats product_variants product_versions products promo_codes promo_usage refunds return_items reviews shipment_items shipments stock_count_lines stock_counts stock_reservations store_settings warehouses wishlist_items
admin_role UPDATE on backup_runs: backup_label figures finished_at message status
admin_role UPDATE on inventory: reorder_point reorder_quantity
admin_role UPDATE on refunds: attempts claimed_until completed_at failure_reason provider provider_reference status
admin_role UPDATE on reviews: moderated_at moderated_by rejection_reason status
admin_role UPDATE on stock_count_lines: counted
admin_role UPDATE on stock_counts: note status
admin_role UPDATE on user_invitations: revoked_at
admin_role UPDATE on user_sessions: revoked_at
admin_role UPDATE on users: deleted_at email email_verified first_name is_active last_name phone_number phone_number_hash role
admin_role UPDATE on: addresses brands cart_items categories order_items orders payments product_attributes product_images product_variants products promo_codes shipment_items shipments store_settings warehouses wishlist_items
admin_role USAGE on schema: public
customer_role EXECUTE on: next_order_number()
customer_role INSERT on order_items: discount id name order_id price product_id product_snapshot quantity sku total variant_id
customer_role INSERT on orders: billing_address discount id notes promo_code_id shipping shipping_address subtotal tax total user_id
customer_role SELECT on products: avg_rating brand_id category_id compare_price created_at deleted_at description id is_active meta_description meta_title name price review_count search_vector sku slug tags updated_at weight
customer_role SELECT on: brands categories order_items orders payments product_attributes product_images product_variants
customer_role UPDATE on order_items: discount quantity total
customer_role UPDATE on orders: billing_address notes shipping_address
customer_role USAGE on schema: public
manager_role DELETE on: order_items product_attributes product_images shipment_items shipments
manager_role EXECUTE on: agree_pay_later(uuid) amounts_as_text(jsonb) be_present(uuid,text,text) begin_undo(uuid) claim_operation(uuid,text,bytea) finish_operation(uuid,json) ledger_clock() next_order_number() operation_facts(uuid) other_admins(uuid) product_search_vector(text,text[],text) refresh_product_stats() reveal_contact(uuid) undo_changes(uuid)
manager_role INSERT on stock_count_lines: count_id counted id inventory_id
manager_role INSERT on stock_counts: blind id note warehouse_id
manager_role INSERT on: brands categories inventory inventory_transactions order_items order_notes order_returns orders payments product_attributes product_images product_variants products promo_codes refunds return_items shipment_items shipments warehouses
manager_role SELECT on users: created_at deleted_at email email_verified failed_logins first_name id is_active last_login_at last_name locked_until phone_number phone_number_hash role updated_at version
manager_role SELECT on: active_products active_users addresses article_codes audit_logs backup_runs brands cart_items categories inventory inventory_transactions operation_undos order_items order_notes order_registry order_returns order_status_history order_status_transitions orders payments presence product_attributes product_images product_search product_stats product_variants product_versions products promo_codes promo_usage refunds return_items reviews shipment_items shipments stock_count_lines stock_counts stock_reservations store_settings warehouses wishlist_items
manager_role UPDATE on inventory: reorder_point reorder_quantity
manager_role UPDATE on orders: assigned_to billing_address discount notes promo_code_id shipping shipping_address status subtotal tax total
manager_role UPDATE on payments: amount failure_reason metadata payment_method provider status transaction_id
manager_role UPDATE on refunds: attempts claimed_until completed_at failure_reason provider provider_reference status
manager_role UPDATE on reviews: moderated_at moderated_by rejection_reason status
manager_role UPDATE on stock_count_lines: counted
manager_role UPDATE on stock_counts: note status
manager_role UPDATE on users: email email_verified first_name is_active last_name phone_number phone_number_hash
manager_role UPDATE on: brands categories order_items product_attributes product_images product_variants products promo_codes shipment_items shipments warehouses
manager_role USAGE on schema: public
policy for ALL to admin_role using key<>'sample'::text check key<>'sample'::text on: store_settings
policy for ALL to admin_role using true check true on: order_items order_notes order_returns order_status_history orders payments promo_usage refunds return_items shipment_items shipments
policy for ALL to manager_role using true check true on: order_items order_notes order_returns order_status_history orders payments promo_usage refunds return_items shipment_items shipments
policy for ALL to warehouse_role using true check true on: order_notes order_returns payments return_items shipment_items shipments
policy for INSERT to customer_role using - check 1ef8326d57a37301288c22f841c70316 on: order_items
policy for INSERT to customer_role using - check user_id=current_user_id on: orders
policy for SELECT to admin_role using true check - on: presence
policy for SELECT to admin_role,manager_role,readonly_role,warehouse_role using true check - on: store_settings
policy for SELECT to customer_role using 1ef8326d57a37301288c22f841c70316 check - on: order_items
policy for SELECT to customer_role using user_id=current_user_id check - on: orders payments
policy for SELECT to manager_role,readonly_role using kind::text<>'staff'::text check - on: presence
policy for SELECT to readonly_role using true check - on: order_items order_notes order_returns order_status_history orders payments promo_usage refunds return_items shipment_items shipments
policy for SELECT to warehouse_role using dd6894dc2317ff1e8b634b524aacc58c check - on: presence
policy for SELECT to warehouse_role using true check - on: order_items order_status_history orders
policy for UPDATE to customer_role using 1ef8326d57a37301288c22f841c70316 check - on: order_items
policy for UPDATE to customer_role using user_id=current_user_idANDstatus::text='PENDING'::text check user_id=current_user_id on: orders
policy for UPDATE to warehouse_role using true check 768fbe74aace49f95bfce23b6c61af1f on: orders
readonly_role EXECUTE on: amounts_as_text(jsonb) be_present(uuid,text,text) claim_operation(uuid,text,bytea) finish_operation(uuid,json) operation_facts(uuid) reveal_contact(uuid)
readonly_role SELECT on user_invitations: created_at created_by expires_at id kind revoked_at used_at user_id
readonly_role SELECT on user_sessions: client created_at expires_at id last_seen_at revoked_at user_id
readonly_role SELECT on users: created_at deleted_at email email_verified failed_logins first_name id is_active last_login_at last_name locked_until phone_number phone_number_hash role updated_at version
readonly_role SELECT on: active_products active_users addresses article_codes audit_logs backup_runs brands cart_items categories inventory inventory_transactions operation_results operation_undos order_items order_notes order_registry order_returns order_status_history order_status_transitions orders payments presence product_attributes product_images product_search product_stats product_variants product_versions products promo_codes promo_usage refunds return_items reviews shipment_items shipments stock_count_lines stock_counts stock_reservations store_settings warehouses wishlist_items
readonly_role USAGE on schema: public
row-level security on: order_items order_notes order_returns order_status_history orders payments presence promo_usage refunds return_items shipment_items shipments store_settings
solemate_app EXECUTE on: accept_invitation(bytea,text) become_staff(uuid,text,uuid) change_password(uuid,text,text,uuid) changes_since(timestamp_with_time_zone) claim_login(text) close_session(bytea) has_staff() invitation_of(bytea) open_session(uuid,bytea,timestamp_with_time_zone,text) record_login(uuid,boolean) sample_staff() session_actor(bytea) setup_admin(text,text,text,text) touch_session(uuid)
solemate_app USAGE on schema: public
warehouse_role DELETE on: shipment_items shipments
warehouse_role EXECUTE on: agree_pay_later(uuid) amounts_as_text(jsonb) be_present(uuid,text,text) begin_undo(uuid) claim_operation(uuid,text,bytea) finish_operation(uuid,json) ledger_clock() operation_facts(uuid) undo_changes(uuid)
warehouse_role INSERT on stock_count_lines: count_id counted id inventory_id
warehouse_role INSERT on stock_counts: blind id note warehouse_id
warehouse_role INSERT on: inventory inventory_transactions order_notes order_returns return_items shipment_items shipments
warehouse_role SELECT on payments: amount currency failure_reason id order_created_at order_id payment_method status
warehouse_role SELECT on users: first_name id is_active last_name role
warehouse_role SELECT on: active_products article_codes brands categories inventory inventory_transactions order_items order_notes order_registry order_returns order_status_history order_status_transitions orders presence product_attributes product_images product_search product_stats product_variants product_versions products promo_codes return_items reviews shipment_items shipments stock_count_lines stock_counts stock_reservations store_settings warehouses
warehouse_role UPDATE on inventory: reorder_point reorder_quantity
warehouse_role UPDATE on orders: assigned_to notes status
warehouse_role UPDATE on payments: metadata
warehouse_role UPDATE on stock_count_lines: counted
warehouse_role UPDATE on stock_counts: note status
warehouse_role UPDATE on: shipment_items shipments
warehouse_role USAGE on schema: public
`;
