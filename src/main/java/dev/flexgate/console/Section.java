package dev.flexgate.console;

import java.util.Arrays;
import java.util.List;

/** The places of the navigation, in its order. */
public enum Section {
    OVERVIEW(Group.NOW, "/", "Overview"),
    JOBS(Group.WORK, "/jobs", "Jobs"),
    SUBMIT(Group.WORK, "/jobs/new", "Submit a job"),
    PLANS(Group.WORK, "/plans", "Plans"),
    FORECAST(Group.WORK, "/forecast", "Forecast"),
    PLACEMENT(Group.WORK, "/placement", "Placement"),
    BUDGETS(Group.WORK, "/budgets", "Budgets"),
    POLICIES(Group.WORK, "/policies", "Policies"),
    MARKET(Group.MARKET, "/market", "Catalogue"),
    ORDERS(Group.MARKET, "/orders", "Orders"),
    PARTNERS(Group.MARKET, "/partners", "Partners"),
    FLEX(Group.GRID, "/flex", "Flex requests"),
    DISPATCH(Group.GRID, "/flex/dispatches", "Dispatch"),
    SETTLEMENT(Group.GRID, "/flex/settlements", "Settlement"),
    AUDIT(Group.EVIDENCE, "/audit", "Audit"),
    VERIFY(Group.EVIDENCE, "/audit/verify", "Verify"),
    WEBHOOKS(Group.DEVELOPER, "/dev/webhooks", "Webhooks"),
    /** Pages that the navigation does not name. */
    NONE(Group.HIDDEN, "/", "");

    /** What belongs together. */
    public enum Group {
        NOW("Now"),
        WORK("Work"),
        MARKET("Market"),
        GRID("Grid"),
        EVIDENCE("Evidence"),
        DEVELOPER("Developer"),
        HIDDEN("");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        /** Its places, in order. */
        public List<Section> sections() {
            return Arrays.stream(Section.values())
                    .filter(each -> each.group == this)
                    .toList();
        }
    }

    private final Group group;
    private final String path;
    private final String title;

    Section(Group group, String path, String title) {
        this.group = group;
        this.path = path;
        this.title = title;
    }

    public String path() {
        return path;
    }

    public String title() {
        return title;
    }

    /** The groups that are shown and hold something. */
    public static List<Group> groups() {
        return Arrays.stream(Group.values())
                .filter(each -> each != Group.HIDDEN && !each.sections().isEmpty())
                .toList();
    }
}
