// AdminJS over the shop's database, set up as its documentation says, without sign-in: `node server.js <postgres url>`.
import AdminJS from 'adminjs';
import AdminJSExpress from '@adminjs/express';
import * as AdminJSSequelize from '@adminjs/sequelize';
import express from 'express';
import { DataTypes, Sequelize } from 'sequelize';

const url = new URL(process.argv[2].replace('@/', '@localhost/'));
const sequelize = new Sequelize(url.pathname.slice(1), decodeURIComponent(url.username), '', {
  dialect: 'postgres',
  host: url.searchParams.get('host') ?? url.hostname,
  port: Number(url.searchParams.get('port') ?? (url.port || 5432)),
  logging: false,
});

const users = sequelize.define(
  'users',
  {
    id: { type: DataTypes.UUID, primaryKey: true },
    email: DataTypes.STRING,
    first_name: DataTypes.STRING,
    last_name: DataTypes.STRING,
  },
  { timestamps: false },
);
const orders = sequelize.define(
  'orders',
  {
    id: { type: DataTypes.UUID, primaryKey: true },
    order_number: DataTypes.STRING,
    status: DataTypes.STRING,
    total: DataTypes.DECIMAL(10, 2),
    tracking_number: DataTypes.STRING,
    user_id: { type: DataTypes.UUID, references: { model: 'users', key: 'id' } },
    created_at: DataTypes.DATE,
    updated_at: DataTypes.DATE,
  },
  { timestamps: false },
);
orders.belongsTo(users, { foreignKey: 'user_id' });

AdminJS.registerAdapter(AdminJSSequelize);
const admin = new AdminJS({ resources: [orders, users], rootPath: '/admin' });
const app = express();
app.use(admin.options.rootPath, AdminJSExpress.buildRouter(admin));
const server = app.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));
