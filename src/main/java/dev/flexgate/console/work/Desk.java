package dev.flexgate.console.work;

import dev.flexgate.console.Pages;
import io.vertx.ext.web.Router;

/** All pages of the desk. */
public final class Desk {

    private final JobPages jobs;
    private final SubmitPages submit;
    private final PlanPages plans;
    private final ProposalPages proposals;
    private final ExplainPages explain;
    private final ForecastPages forecast;
    private final SkillPages skill;
    private final FeedPages feeds;
    private final PlacementPages placement;
    private final BudgetPages budgets;
    private final PolicyPages policies;

    public Desk(DeskRooms rooms) {
        this.jobs = new JobPages(rooms);
        this.submit = new SubmitPages(rooms);
        this.plans = new PlanPages(rooms);
        this.proposals = new ProposalPages(rooms);
        this.explain = new ExplainPages(rooms);
        this.forecast = new ForecastPages(rooms);
        this.skill = new SkillPages(rooms);
        this.feeds = new FeedPages(rooms);
        this.placement = new PlacementPages(rooms);
        this.budgets = new BudgetPages(rooms);
        this.policies = new PolicyPages(rooms);
    }

    /** Adds the pages to the console's router. */
    public void addTo(Router router, Pages pages) {
        submit.addTo(router, pages);
        jobs.addTo(router, pages);
        proposals.addTo(router, pages);
        plans.addTo(router, pages);
        explain.addTo(router, pages);
        forecast.addTo(router, pages);
        skill.addTo(router, pages);
        feeds.addTo(router, pages);
        placement.addTo(router, pages);
        budgets.addTo(router, pages);
        policies.addTo(router, pages);
    }
}
