export { type GatewayLimits, type GatewayPorts, registerGateway } from './gateway.ts';
export { type IntakeOutcome, type IntakePorts, takeIn } from './intake.ts';
