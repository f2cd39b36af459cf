export { registerGateway } from './gateway.ts';
export type { GatewayLimits, GatewayPorts } from './gateway-ports.ts';
export { type IntakeOutcome, type IntakePorts, takeIn } from './intake.ts';
