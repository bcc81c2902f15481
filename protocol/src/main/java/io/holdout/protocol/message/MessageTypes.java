package io.holdout.protocol.message;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.wire.WireRegistry;
import io.holdout.protocol.wire.WireTypes;
import java.util.HexFormat;

/** The protocol's types on the wire, ids 100 to 199 and 240 to 249. Never reuse an id. */
public final class MessageTypes implements WireTypes {
    @Override
    public void register(WireRegistry registry) {
        registry.register(TrialId.class, new TrialIdSerializer(), 100);
        registry.record(AttemptId.class, 101);
        registry.record(Failure.class, 102);
        registry.enumeration(FailureClass.class, 103);
        registry.record(NodeInfo.class, 110);
        registry.record(AttemptProgress.class, 111);
        registry.record(TrialInput.class, 112);
        registry.record(WorkerBeat.class, 120);
        registry.record(AttemptSucceeded.class, 121);
        registry.record(AttemptFailed.class, 122);
        registry.record(WorkerLeaving.class, 123);
        registry.record(AttemptsSucceeded.class, 124);
        registry.record(AttemptsSucceeded.Success.class, 125);
        registry.record(BeatAcknowledged.class, 130);
        registry.record(RunAttempt.class, 131);
        registry.record(ReportAcknowledged.class, 132);
        registry.enumeration(ReportAcknowledged.Verdict.class, 133);
        registry.record(ToWorkerBatch.class, 134);
        registry.record(AttemptLogWanted.class, 240);
        registry.record(AttemptLogged.class, 241);
    }

    /** 32 bytes instead of 64 digits: ids are most of what the journal holds. */
    private static final class TrialIdSerializer extends Serializer<TrialId> {
        private static final int BYTES = 32;

        TrialIdSerializer() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output output, TrialId id) {
            output.writeBytes(HexFormat.of().parseHex(id.hex()));
        }

        @Override
        public TrialId read(Kryo kryo, Input input, Class<? extends TrialId> type) {
            return new TrialId(HexFormat.of().formatHex(input.readBytes(BYTES)));
        }
    }
}
