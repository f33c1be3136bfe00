package dev.flexgate.planning;

/**
 * Where the agents of one gateway listen.
 *
 * @param gateway tells apart gateways that share an event bus
 */
record Addresses(String gateway) {

    String energy(int site) {
        return "planning." + gateway + ".energy." + site;
    }

    String policy() {
        return "planning." + gateway + ".policy";
    }

    String jobs(int shard) {
        return "planning." + gateway + ".jobs." + shard;
    }
}
