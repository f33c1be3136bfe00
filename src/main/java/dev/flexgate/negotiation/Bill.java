package dev.flexgate.negotiation;

/**
 * What a plan, or one job in it, costs.
 *
 * @param money currency paid for energy
 * @param carbonKg kg CO2e caused
 * @param objective weighted money, carbon, delay and site costs: what the negotiation minimises, deferrals apart
 */
public record Bill(double money, double carbonKg, double objective) {

    public static final Bill ZERO = new Bill(0, 0, 0);

    public Bill plus(Bill other) {
        return new Bill(money + other.money, carbonKg + other.carbonKg, objective + other.objective);
    }
}
