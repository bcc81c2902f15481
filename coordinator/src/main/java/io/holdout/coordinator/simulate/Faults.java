package io.holdout.coordinator.simulate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which faults a seed has switched on, how often they strike, and how often they did. */
final class Faults {
    private static final List<Double> FACTORS = List.of(0.3, 1.0, 1.0, 3.0);

    private final Dice dice;
    private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    private final Map<Fault, Long> struck = new EnumMap<>(Fault.class);
    private boolean calm;

    Faults(Dice dice) {
        this.dice = dice;
        for (Fault fault : Fault.values()) {
            if (dice.chance(0.5)) {
                rates.put(fault, fault.rate() * dice.pick(FACTORS));
            }
        }
        if (has(Fault.RESULT_DIFFERS) && dice.chance(0.5)) {
            // a result made again must equal the first, so either none is made again or none differs
            rates.remove(Fault.ARTIFACT_DAMAGED);
            rates.remove(Fault.STORE_READ_FAILS);
        } else {
            rates.remove(Fault.RESULT_DIFFERS);
        }
    }

    boolean has(Fault fault) {
        return rates.containsKey(fault);
    }

    /** Whether this fault strikes on this occasion; never in the quiet at the end. */
    boolean strikes(Fault fault) {
        Double rate = rates.get(fault);
        boolean strikes = !calm && rate != null && dice.chance(rate);
        if (strikes) {
            struck.merge(fault, 1L, Long::sum);
        }
        return strikes;
    }

    /** From now on nothing goes wrong. */
    void stop() {
        calm = true;
    }

    boolean stopped() {
        return calm;
    }

    /** How often each fault struck. */
    Map<Fault, Long> struck() {
        return struck;
    }
}
