export { type GatewayLimits, type GatewayPorts, registerGateway } from './gateway.ts';
export { type IntakeOutcome, takeIn } from './intake.ts';
