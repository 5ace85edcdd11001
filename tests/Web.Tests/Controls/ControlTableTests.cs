using CommandCenter.Web.Tests.House;

namespace CommandCenter.Web.Tests.Controls;

/// <summary>
/// Every security control the product promises, and the tests that try it. The names are held against the test sources, so
/// that a control cannot lose its test unnoticed; <c>./test</c> prints the table with the results of its run.
/// </summary>
public sealed class ControlTableTests
{
    private static readonly (string Control, string[] Tests)[] Controls =
    [
        ("A route without a policy is refused", ["DefaultDenyTests.Every_route_asks_for_a_policy_or_says_that_it_is_open", "DefaultDenyTests.A_route_without_a_policy_is_refused_even_to_an_administrator"]),
        ("Every endpoint admits whom its policy names", ["EndpointMatrixTests.Every_route_admits_whom_its_policy_names_and_nobody_else"]),
        ("Denied means nothing written", ["WritingDoorTests.Every_writing_door_has_a_test_that_denied_means_nothing_written", "DeniedWritesTests.Registers_no_device_outside_the_tokens_scope"]),
        ("Region scope on page and interface: 404", ["ScopeTests.A_town_account_finds_no_other_region_by_page_or_interface"]),
        ("Region scope on the hub", ["ScopeTests.A_town_account_follows_no_live_key_of_another_region"]),
        ("Region scope on tiles", ["ScopeTests.A_tile_holds_nothing_of_another_region", "ScopeTests.A_map_shows_no_device_of_another_town"]),
        ("Region scope on alarms, and nobody else handles them", ["AlarmRoutesTests.A_town_sees_and_handles_its_own_alarms_alone", "AlarmRoutesTests.Nobody_without_the_duty_handles_an_alarm_or_keeps_a_rule"]),
        ("Rules of alarms only in the keeper's regions", ["RuleRoutesTests.A_rule_of_another_region_and_a_wrong_one_are_refused"]),
        ("Alarms: every step on record, the same step once", ["AlarmRoutesTests.A_reading_above_the_limit_raises_one_alarm_that_is_acknowledged_assigned_and_closed_with_every_step_on_record", "AlarmRoutesTests.The_same_acknowledgement_sent_ten_times_at_once_is_one_step", "AlarmRoutesTests.What_cannot_be_done_with_an_alarm_is_told_by_its_code"]),
        ("Alarms: none raised twice, none lost by a kill", ["AlarmRoutesTests.An_alarm_that_was_closed_while_its_condition_holds_is_not_raised_again_before_it_was_over", "KilledAlarmsTests.Of_a_device_that_flaps_through_kills_exactly_one_alarm_is_open"]),
        ("Alarms: a trial of a rule keeps nothing", ["RuleRoutesTests.A_rule_is_tried_on_what_is_stored_and_nothing_is_kept"]),
        ("Region scope on what is sensed and around", ["NetRoutesTests.A_town_account_is_told_of_its_own_devices_alone"]),
        ("Region scope on the audit export", ["AuditRoutesTests.Another_citys_region_does_not_exist"]),
        ("A query cannot be asked without a scope", ["TypeTests.A_query_cannot_be_asked_without_a_scope"]),
        ("No default secret", ["CreateAccountsTests.Issues_a_password_that_opens_and_a_file_for_its_owner_alone", "IngestTokenTests.Only_the_hash_is_kept"]),
        ("First-run setup closes for ever", ["SetupTests.The_token_makes_the_first_administrator_and_closes_the_door", "SetupTests.The_door_stays_gone_after_a_restart_and_when_all_accounts_are_deleted", "SetupTests.Of_two_who_race_one_gets_in"]),
        ("Equal answers to unknown, wrong and locked", ["ThrottleTests.Unknown_wrong_locked_disabled_expired_and_without_rights_are_one_answer"]),
        ("Throttled login, lockout", ["ThrottleTests.Five_wrong_passwords_lock_for_a_quarter_of_an_hour_and_parallel_guesses_are_all_counted", "ThrottleTests.A_flood_from_one_address_is_turned_away_and_told_when_to_come_back"]),
        ("TOTP and recovery codes, once each", ["OwnPageTests.An_authenticator_is_enrolled_and_asked_for_from_then_on", "OwnPageTests.Of_two_who_send_one_code_at_once_one_is_refused", "OwnPageTests.A_recovery_code_opens_once_and_is_kept_as_a_hash"]),
        ("Idle and absolute timeout inside a live circuit", ["SessionEndTests.A_session_in_which_nobody_does_anything_ends_inside_its_circuit", "SessionEndTests.Twelve_hours_are_the_most_whatever_a_person_does"]),
        ("Ending a session cuts circuit and hub within 5 s", ["SessionEndTests.Signing_out_cuts_hub_and_circuit", "SessionEndTests.An_end_that_another_node_wrote_cuts_hub_and_circuit_within_five_seconds"]),
        ("Passwords too old or given have to be changed", ["OwnPageTests.A_password_that_is_too_old_has_to_be_changed", "OwnPageTests.Who_has_to_change_the_password_opens_nothing_else_until_then"]),
        ("A disabled account opens nothing", ["SessionTests.A_disabled_account_opens_nothing"]),
        ("Cookies HttpOnly and SameSite", ["SessionTests.The_cookie_is_out_of_reach_of_scripts_and_other_sites"]),
        ("Cookies Secure and HSTS over https", ["LimitsTests.Over_https_cookies_are_secure_and_the_browser_is_told_to_stay"]),
        ("Antiforgery on forms", ["LoginPageTests.Refuses_a_form_without_its_antiforgery_token", "LoginPageTests.The_sign_out_button_wants_its_form"]),
        ("Origin check on WebSockets and changes", ["HostingTests.Another_site_opens_no_web_socket", "SessionTests.Refuses_a_sign_in_sent_by_another_site"]),
        ("Sign-in leads nowhere else", ["LocalAddressTests.Goes_home_instead_of_elsewhere"]),
        ("CSP default-src 'self', nosniff, frame-ancestors", ["HostingTests.Every_answer_carries_one_content_policy_and_says_nothing_of_the_server"]),
        ("No inline script or style", ["TextTests.No_page_carries_a_script_of_its_own", "TextTests.No_page_carries_a_style_of_its_own"]),
        ("Names never run as markup", ["BadNameTests.A_name_is_text_wherever_it_is_shown"]),
        ("ClickHouse reads are read-only, with limits", ["ClickHouseTests.A_question_neither_changes_anything_nor_leaves_the_database", "ClickHouseTests.A_query_over_a_limit_fails"]),
        ("Parameters are typed and escaped, viewers send no SQL", ["SqlValueTests.A_string_arrives_as_it_is_alone_and_in_a_list", "BadRequestTests.SQL_in_a_filter_is_a_text_that_nothing_is_called"]),
        ("Outbound: resolve, check, connect", ["OutboundGuardTests.Reaches_nothing_that_is_not_listed", "OutboundGuardTests.A_redirect_is_checked_like_the_first_address", "OutboundGuardTests.Fetches_by_http_alone"]),
        ("Requests per caller limited: 429", ["LimitsTests.Whoever_asks_too_often_is_told_so_and_others_are_not"]),
        ("Request body, head and time limited", ["LimitsTests.A_body_beyond_what_any_route_needs_is_refused", "LimitsTests.A_head_that_is_too_long_is_refused", "LimitsTests.Whoever_sends_drop_by_drop_is_sent_away"]),
        ("Phone and identity numbers masked", ["MaskingTests.A_phone_number_keeps_its_head_and_its_last_four", "MaskingTests.An_identity_number_keeps_its_province_and_its_last_four", "PhoneTests.A_number_is_kept_in_one_way_of_writing_and_listed_masked", "PhoneTests.The_owner_sees_it_in_whole_and_the_page_of_accounts_masked", "PhoneTests.A_change_is_recorded_without_the_number_and_an_empty_one_takes_it_off", "AuditRoutesTests.The_export_masks_telephone_numbers"]),
        ("Unmasking asks a reason and is audited first", ["PhoneTests.The_whole_number_is_shown_for_a_reason_that_is_in_the_trail", "PhoneTests.Without_a_reason_nothing_is_shown", "PhoneTests.Whoever_may_not_list_the_account_is_shown_nothing", "PhoneTests.What_cannot_be_recorded_is_not_shown"]),
        ("三员: administrators apart, none sees business data", ["SetupTests.Where_the_three_are_separated_all_three_are_made", "ScopeTests.Administrators_see_no_region_at_all", "ScopeTests.Administrators_follow_nothing", "AuditRoutesTests.The_audit_administrator_reads_it_and_nobody_else"]),
        ("Audit: append-only", ["AuditTrailTests.The_store_itself_lets_nobody_change_remove_replace_or_skip"]),
        ("Audit: tampering is found and named", ["AuditCheckTests.Says_where_the_trail_was_tampered_with", "AuditCheckTests.Whoever_writes_the_whole_trail_anew_needs_the_key", "AuditCheckTests.Even_with_the_key_the_anchors_tell"]),
        ("Audit: one chain under concurrency", ["AuditTrailTests.Eight_writers_at_once_make_one_chain_without_a_hole"]),
        ("Audit: what cannot be recorded is refused", ["AuditTrailTests.What_cannot_be_recorded_fails_instead_of_being_dropped"]),
        ("Audit: changes with their record or not at all", ["AuditTrailTests.A_change_and_its_record_are_committed_together_or_not_at_all"]),
        ("Audit: denials, counted in a flood", ["DenialTests.A_refusal_is_recorded_with_who_what_and_where", "DenialTests.A_flood_becomes_two_entries_and_its_count"]),
        ("Audit: views and exports", ["AuditRoutesTests.Finds_turns_pages_and_records_who_looked_for_what", "AuditRoutesTests.The_export_says_who_took_it_is_recorded_and_runs_nothing_in_a_spreadsheet"]),
        ("Audit: verify command", ["VerifyAuditTests.Ends_with_1_and_names_the_entry_that_does_not_hold"]),
        ("Audit: copied to syslog, nothing lost", ["SyslogTests.Over_TCP_everything_arrives_in_order_also_what_was_recorded_while_the_collector_was_away", "SyslogTests.Over_TLS_an_unknown_certificate_gets_nothing"]),
        ("Watermark on walls and exports", ["WatermarkTests.A_wall_says_who_opened_it", "AuditRoutesTests.The_export_says_who_took_it_is_recorded_and_runs_nothing_in_a_spreadsheet"]),
        ("Formula cells escaped on export", ["CsvTextTests.A_cell_that_a_spreadsheet_would_run_is_text"]),
    ];

    [Fact]
    public void Every_control_has_a_test()
    {
        var tests = SourceTree.Files("tests", "Tests.cs").ToLookup(file => file.Name[..^".cs".Length], file => file.Text);
        var missing = from control in Controls
                      from test in control.Tests
                      let parts = test.Split('.')
                      where !tests[parts[0]].Any(text => text.Contains($" {parts[1]}(", StringComparison.Ordinal))
                      select $"{control.Control}: {test}";
        missing.ShouldBeEmpty("a promised control lost its test");
        Controls.Select(control => control.Control).ShouldBeUnique();
        Artifacts.Write("controls.tsv", from control in Controls from test in control.Tests select $"{control.Control}\t{test}");
    }
}
